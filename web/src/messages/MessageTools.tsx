import type { Message } from "@chatfunctions/client";
import { useState } from "react";
import { useChat } from "../app/chatContext";
import { copyText } from "../app/copyText";
import { useNotices } from "../app/notices";
import { hrefs } from "../app/router";
import { Icon, type IconName } from "../controls/Icon";
import { Menu, type MenuItem } from "../controls/Menu";
import { rove } from "../controls/rove";
import { EmojiPicker } from "./EmojiPicker";
import { useReact } from "./Reactions";
import { useRoomView } from "./roomView";

const linkTo = ({ roomId, seq }: Message) => new URL(hrefs.message(roomId, seq), location.href).href;

/** A message's actions, shown on hover and focus. */
export function MessageTools({ message, isOwn, isCurrent }: { message: Message; isOwn: boolean; isCurrent: boolean }) {
  const {
    roomId,
    pins,
    canWrite,
    canModerate,
    isDirect,
    reply,
    edit,
    remove,
    report,
    showReactions,
    showReaders,
    markUnread,
  } = useRoomView();
  const { chat } = useChat();
  const { tell, fail } = useNotices();
  const react = useReact(message);
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const tabIndex = isCurrent ? 0 : -1;
  const isPinned = pins.includes(message.seq);
  const pin = () => (isPinned ? chat.api.unpin : chat.api.pin)(roomId, message.seq).catch(fail);
  const copy = async (text: string, done: string) => {
    tell((await copyText(text)) ? done : "Couldn't copy. Your browser blocked clipboard access.");
  };
  const items: MenuItem[] = [
    ...(isOwn && canWrite ? [{ label: "Edit", icon: "edit" as const, onSelect: () => edit(message.seq) }] : []),
    ...(canWrite ? [{ label: isPinned ? "Unpin" : "Pin", icon: "pin" as const, onSelect: () => void pin() }] : []),
    ...("clipboard" in navigator
      ? [{ label: "Copy text", icon: "copy" as const, onSelect: () => void copy(message.text, "Copied") }]
      : []),
    ...("clipboard" in navigator
      ? [{ label: "Copy link", icon: "link" as const, onSelect: () => void copy(linkTo(message), "Link copied") }]
      : []),
    ...(isOwn ? [] : [{ label: "Mark as unread", icon: "unread" as const, onSelect: () => markUnread(message) }]),
    ...(isOwn && !isDirect
      ? [{ label: "Who has read this…", icon: "checks" as const, onSelect: () => showReaders(message) }]
      : []),
    ...(message.reactions.length > 0
      ? [{ label: "Reactions…", icon: "people" as const, onSelect: () => showReactions(message) }]
      : []),
    ...(isOwn || isDirect ? [] : [{ label: "Report…", icon: "flag" as const, onSelect: () => report(message) }]),
    ...(isOwn || canModerate
      ? [{ label: "Delete…", icon: "trash" as const, danger: true, onSelect: () => remove(message) }]
      : []),
  ];
  const tool = (icon: IconName, label: string, onClick: (element: HTMLElement) => void) => (
    <button
      className="icon-button"
      type="button"
      tabIndex={tabIndex}
      aria-label={label}
      title={label}
      onClick={(event) => onClick(event.currentTarget)}
    >
      <Icon name={icon} />
    </button>
  );
  return (
    <div
      className="message-tools"
      role="toolbar"
      aria-label="Message actions"
      data-open={anchor !== null}
      onKeyDown={(event) => rove(event, ":scope > button", items.length + 2)}
    >
      {canWrite && tool("smile", "Add reaction", setAnchor)}
      {canWrite && tool("reply", "Reply", () => reply(message))}
      {items.length > 0 && (
        <Menu className="icon-button" label="More actions" items={items} tabIndex={tabIndex}>
          <Icon name="more" />
        </Menu>
      )}
      {anchor && <EmojiPicker anchor={anchor} label="Reactions" onPick={react} onClose={() => setAnchor(null)} />}
    </div>
  );
}
