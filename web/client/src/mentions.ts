import type { Message, UserRef } from "./wire.ts";

/** Stands for all members in `mentions` and in texts. */
export const roomMention: UserRef = { id: "room", username: "room" };

/** Code in Markdown, in which names stay as they are. */
const code = "```[\\s\\S]*?```|`[^`\\n]*`";

const pattern = /<@([A-Za-z0-9]{1,64})>/g;

/** Whether a message of another user mentions the user or the room. */
export const isMentioned = ({ sender, mentions }: Message, userId: string): boolean =>
  sender.id !== userId && (mentions?.some((id) => id === userId || id === roomMention.id) ?? false);

/** The text with names in place of ids, as users write and read it. An id without a name stays. */
export const withNames = (text: string, nameOf: (id: string) => string | undefined): string =>
  text.replace(pattern, (whole, id: string) => {
    const name = id === roomMention.id ? id : nameOf(id);
    return name === undefined ? whole : `@${name}`;
  });

/** The ids of mentions in a text and the texts between them, in order: text, id, text, id, text. */
export const splitMentions = (text: string): string[] => text.split(pattern);

/** The ids of users whom a text mentions. */
export const mentionedIds = (text: string): string[] =>
  splitMentions(text).filter((part, index) => index % 2 === 1 && part !== roomMention.id);

/**
 * The text with ids in place of names after an "@".
 * @param people The users who can be mentioned. A name that several of them have stays text, unless one of them was chosen.
 * @param chosen Users who were chosen from a list, the latest last.
 */
export function withMentions(text: string, people: Iterable<UserRef>, chosen: readonly UserRef[] = []): string {
  if (!text.includes("@")) return text;
  const ids = new Map<string, string | null>();
  for (const { id, username } of people) ids.set(username.toLowerCase(), ids.has(username.toLowerCase()) ? null : id);
  for (const { id, username } of chosen) if (ids.has(username.toLowerCase())) ids.set(username.toLowerCase(), id);
  const names = [...ids.keys()]
    .sort((a, b) => b.length - a.length)
    .map((name) => name.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"));
  if (names.length === 0) return text;
  const named = new RegExp(`${code}|(?<![\\p{L}\\p{N}<])@(${names.join("|")})(?![\\p{L}\\p{N}])`, "giu");
  return text.replace(named, (whole, name: string | undefined) => {
    const id = name && ids.get(name.toLowerCase());
    return id ? `<@${id}>` : whole;
  });
}
