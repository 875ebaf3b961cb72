import type { Message, Reaction } from "@chatfunctions/client";
import { useReadable } from "@chatfunctions/client/react";
import { useState } from "react";
import { useChat } from "../app/chatContext";
import { useNotices } from "../app/notices";
import { Icon } from "../controls/Icon";
import { EmojiPicker } from "./EmojiPicker";
import { useRoomView } from "./roomView";

/** Adds or removes the user's reaction. */
export function useReact(message: Message) {
  const { chat } = useChat();
  const { fail } = useNotices();
  return (emoji: string) => chat.messages.toggleReaction(message, emoji).catch(fail);
}

export function Reactions({ message, isCurrent }: { message: Message; isCurrent: boolean }) {
  const { canWrite } = useRoomView();
  const react = useReact(message);
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  if (message.reactions.length === 0) return null;
  const tabIndex = isCurrent ? 0 : -1;
  return (
    <div className="reactions">
      {message.reactions.map((reaction) => (
        <ReactionChip key={reaction.emoji} reaction={reaction} tabIndex={tabIndex} onToggle={react} />
      ))}
      {canWrite && (
        <button
          className="reaction add"
          type="button"
          tabIndex={tabIndex}
          aria-label="Add reaction"
          onClick={(event) => setAnchor(event.currentTarget)}
        >
          <Icon name="smile" />
        </button>
      )}
      {anchor && <EmojiPicker anchor={anchor} label="Reactions" onPick={react} onClose={() => setAnchor(null)} />}
    </div>
  );
}

function ReactionChip({
  reaction,
  tabIndex,
  onToggle,
}: {
  reaction: Reaction;
  tabIndex: number;
  onToggle: (emoji: string) => void;
}) {
  const { chat } = useChat();
  const { open, canWrite } = useRoomView();
  const { roster } = useReadable(open.members.state);
  const { emoji, userIds } = reaction;
  const isMine = userIds.includes(chat.me);
  const nameOf = (id: string) => (id === chat.me ? "you" : (roster.get(id)?.user.username ?? "someone"));
  const shown = userIds.slice(0, 12).map(nameOf);
  const names = userIds.length > shown.length ? [...shown, `${userIds.length - shown.length} more`] : shown;
  const label = `${emoji} ${userIds.length}: ${names.join(", ")}`;
  return (
    <button
      className="reaction"
      type="button"
      tabIndex={tabIndex}
      disabled={!canWrite}
      aria-pressed={isMine}
      aria-label={label}
      title={names.join(", ")}
      onClick={() => onToggle(emoji)}
    >
      <span>{emoji}</span> {userIds.length}
    </button>
  );
}
