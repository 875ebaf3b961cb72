import type { LoggedChange, UserRef } from "@chatfunctions/client";
import { isolated } from "../controls/isolated";
import { isSystem, senderName } from "./SenderName";

/** Changes of one kind by one user, which are one line. Joins are one line, and departures are another. */
interface Group {
  readonly say: (subject: string, object: string, count: number) => string;
  readonly subjects: Map<string, UserRef>;
  readonly objects: Map<string, UserRef>;
  readonly count: number;
}

/** More names than this are shortened to two and the number of the others. */
const mostNames = 3;

/** Lines such as "Ann, Bob and 3 others joined", separated by line breaks. */
export function linesOf(changes: readonly LoggedChange[], me: string): string {
  const groups = new Map<string, Group>();
  for (const { type, actor, user, ...change } of changes) {
    const isSelf = user?.id === actor.id;
    const kind = change.banned ? "banned" : isSelf ? `${type} self` : type;
    const key = isSelf && !change.banned ? kind : `${kind} ${actor.id}`;
    const say = sentences[kind];
    if (!say) continue;
    const { subjects, objects, count } = groups.get(key) ?? { subjects: new Map(), objects: new Map(), count: 0 };
    subjects.set(actor.id, actor);
    if (user) objects.set(user.id, user);
    // A later name or topic replaces an earlier one.
    groups.set(key, { say: say(change), subjects, objects, count: count + 1 });
  }
  return [...groups.values()]
    .map(({ say, subjects, objects, count }) => say(names(subjects, me, "You"), names(objects, me, "you"), count))
    .join("\n");
}

const sentences: Record<string, (change: Pick<LoggedChange, "name" | "topic">) => Group["say"]> = {
  "memberAdded self": () => (who) => `${who} joined`,
  "memberRemoved self": () => (who) => `${who} left`,
  memberAdded: () => (who, whom) => `${who} added ${whom}`,
  memberRemoved: () => (who, whom) => `${who} removed ${whom}`,
  banned: () => (who, whom) => `${who} banned ${whom}`,
  roomRenamed: (change) => (who) => `${who} renamed the room to ${isolated(change.name ?? "")}`,
  topicChanged: (change) => (who) =>
    change.topic ? `${who} set the topic to ${isolated(change.topic)}` : `${who} removed the topic`,
  pictureChanged: () => (who) => `${who} changed the room's picture`,
  messagePinned: () => (who, _, count) => `${who} pinned ${count === 1 ? "a message" : `${count} messages`}`,
};

function names(users: ReadonlyMap<string, UserRef>, me: string, you: string): string {
  const all = [...users.values()]
    .sort((a, b) => Number(b.id === me) - Number(a.id === me))
    .map((user) => (user.id === me ? you : isSystem(user) ? "The system" : isolated(senderName(user))));
  const shown = all.length > mostNames ? [...all.slice(0, 2), `${all.length - 2} others`] : all;
  return shown.length < 2 ? shown.join() : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}
