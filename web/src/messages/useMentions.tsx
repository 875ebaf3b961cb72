import { roomMention, type UserRef, withMentions } from "@chatfunctions/client";
import { useReadable } from "@chatfunctions/client/react";
import { useMemo, useRef } from "react";
import { useChat } from "../app/chatContext";
import { Avatar } from "../controls/Avatar";
import { folded } from "../controls/folded";
import { Icon } from "../controls/Icon";
import { useRoomView } from "./roomView";
import type { CompletionSource, Suggestion } from "./useCompletion";

const mostOffered = 8;

/**
 * Completes names of members after an "@", and turns them into mentions.
 * @param known Users whom the text mentions already.
 */
export function useMentions(known: readonly UserRef[] = []) {
  const { me } = useChat();
  const { open, canModerate } = useRoomView();
  const { roster } = useReadable(open.members.state);
  const chosen = useRef([...known]);
  const people = useMemo(() => {
    const others = [...roster.values()].map(({ user }) => user).filter(({ id }) => id !== me.id);
    return canModerate ? [...others, roomMention] : others;
  }, [roster, me.id, canModerate]);
  const completion = useMemo<CompletionSource>(() => {
    const suggestionOf = (user: UserRef): Suggestion => ({
      key: user.id,
      text: `@${user.username} `,
      label: <Choice user={user} />,
      onInsert: () => chosen.current.push(user),
    });
    return {
      pattern: /(?:^|[\s(])(@(?:[^\s@][^@\n]{0,63})?)$/u,
      suggest(typed) {
        const name = folded(typed.slice(1));
        // A name that was just inserted can be the beginning of another one.
        if (chosen.current.some(({ username }) => `${folded(username)} ` === name)) return [];
        const found = people.filter(({ username }) => ` ${folded(username)}`.includes(` ${name}`));
        return found.slice(0, mostOffered).map(suggestionOf);
      },
    };
  }, [people]);
  return {
    completion,
    /** The text with ids in place of names. */
    encode: (text: string) => withMentions(text, people, chosen.current),
  };
}

function Choice({ user }: { user: UserRef }) {
  return user === roomMention ? (
    <>
      <Icon name="people" />
      <span>room</span> <small>Everyone in this room</small>
    </>
  ) : (
    <>
      <Avatar user={user} size="small" />
      <bdi>{user.username}</bdi>
    </>
  );
}
