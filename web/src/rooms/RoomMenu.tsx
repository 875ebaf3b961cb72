import type { NotificationLevel, Room, RoomPreferences, UserRef } from "@chatfunctions/client";
import { useRooms } from "@chatfunctions/client/react";
import { useBlockItem } from "../accounts/blocking";
import { useChat } from "../app/chatContext";
import { useNotices } from "../app/notices";
import { go, hrefs } from "../app/router";
import { Icon } from "../controls/Icon";
import { Menu, type MenuItem } from "../controls/Menu";
import { isNotes } from "./roomName";

const levels: Record<NotificationLevel, string> = {
  everything: "Every message",
  mentions: "Mentions",
  nothing: "Nothing",
};

/** The user's own settings of a room. A direct room can be hidden, and the other user blocked. */
export function RoomMenu({ room }: { room: Room }) {
  return room.kind === "direct" && room.with && !isNotes(room) ? (
    <WithBlocking room={room} peer={room.with} />
  ) : (
    <OwnMenu room={room} items={[]} />
  );
}

function WithBlocking({ room, peer }: { room: Room; peer: UserRef }) {
  const { item, dialog } = useBlockItem(peer);
  return (
    <>
      <OwnMenu room={room} items={[item]} />
      {dialog}
    </>
  );
}

function OwnMenu({ room, items }: { room: Room; items: readonly MenuItem[] }) {
  const { chat } = useChat();
  const { tell, fail } = useNotices();
  const listed = useRooms().rooms.find(({ id }) => id === room.id);
  const isDirect = room.kind === "direct";
  const set = ({ level, favourite }: RoomPreferences) =>
    void chat.rooms.setPreferences(room.id, { level, favourite }).catch(fail);
  const preferences: MenuItem[] = listed
    ? [
        {
          label: listed.favourite ? "Remove from favourites" : "Add to favourites",
          icon: "star",
          onSelect: () => set({ ...listed, favourite: !listed.favourite }),
        },
        ...(Object.keys(levels) as NotificationLevel[]).map<MenuItem>((level, index) => ({
          ...(index === 0 && { heading: "Notify me about" }),
          label: levels[level],
          checked: level === listed.level,
          onSelect: () => set({ ...listed, level }),
        })),
      ]
    : [];
  const hide = async () => {
    await chat.rooms.hide(room.id);
    go(hrefs.home);
    tell("Conversation hidden until its next message");
  };
  const hiding: MenuItem = listed
    ? { label: "Hide conversation", icon: "hide", apart: true, onSelect: () => void hide().catch(fail) }
    : { label: "Unhide conversation", icon: "hide", onSelect: () => void chat.rooms.show(room.id).catch(fail) };
  const panels: MenuItem[] = [
    ...(room.pins?.length
      ? [{ label: "Pinned messages", icon: "pin" as const, onSelect: () => go(hrefs.room(room.id, "pins")) }]
      : []),
    ...(isDirect
      ? []
      : [{ label: "Room settings", icon: "settings" as const, onSelect: () => go(hrefs.room(room.id, "settings")) }]),
  ];
  const all = [...panels, ...preferences, ...(isDirect ? [hiding] : []), ...items];
  if (all.length === 0) return null;
  return (
    <Menu className="icon-button" label={isDirect ? "Conversation actions" : "Room actions"} items={all}>
      <Icon name="more" />
    </Menu>
  );
}
