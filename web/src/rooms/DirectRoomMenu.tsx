import type { Room, UserRef } from "@chatfunctions/client";
import { useRooms } from "@chatfunctions/client/react";
import { useBlockItem } from "../accounts/blocking";
import { useChat } from "../app/chatContext";
import { useNotices } from "../app/notices";
import { go, hrefs } from "../app/router";
import { Icon } from "../controls/Icon";
import { Menu, type MenuItem } from "../controls/Menu";
import { isNotes } from "./roomName";

/** What the user can do about a direct room: hide it, and block the other user. */
export function DirectRoomMenu({ room }: { room: Room }) {
  return room.with && !isNotes(room) ? (
    <WithBlocking room={room} peer={room.with} />
  ) : (
    <ConversationMenu room={room} items={[]} />
  );
}

function WithBlocking({ room, peer }: { room: Room; peer: UserRef }) {
  const { item, dialog } = useBlockItem(peer);
  return (
    <>
      <ConversationMenu room={room} items={[item]} />
      {dialog}
    </>
  );
}

function ConversationMenu({ room, items }: { room: Room; items: readonly MenuItem[] }) {
  const { chat } = useChat();
  const { tell, fail } = useNotices();
  const isListed = useRooms().rooms.some(({ id }) => id === room.id);
  const hide = async () => {
    await chat.rooms.hide(room.id);
    go(hrefs.home);
    tell("Conversation hidden until its next message");
  };
  const hiding: MenuItem = isListed
    ? { label: "Hide conversation", icon: "hide", onSelect: () => void hide().catch(fail) }
    : { label: "Unhide conversation", icon: "hide", onSelect: () => void chat.rooms.show(room.id).catch(fail) };
  return (
    <Menu className="icon-button" label="Conversation actions" items={[hiding, ...items]}>
      <Icon name="more" />
    </Menu>
  );
}
