import type { Room } from "@chatfunctions/client";
import { useChat, usePresence } from "@chatfunctions/client/react";
import { Avatar } from "../controls/Avatar";
import { Icon } from "../controls/Icon";
import { Picture } from "../controls/Picture";
import { isNotes, titleOf } from "./roomName";

/** A room's icon: the other user with presence, the room's picture, or the kind of room. */
export function RoomIcon({
  room,
}: {
  room: Pick<Room, "id" | "kind" | "name" | "memberCount" | "with" | "pictureUrl">;
}) {
  const { rooms } = useChat();
  const online = usePresence();
  if (room.kind === "direct" && !isNotes(room)) {
    const peer = room.with ?? { id: room.id, username: titleOf(room) };
    return <Avatar user={peer} online={online?.has(peer.id)} />;
  }
  return (
    <span className="room-icon">
      <Icon name={isNotes(room) ? "notes" : room.kind === "public" ? "globe" : "lock"} />
      <Picture urls={[room.pictureUrl]} onExpired={() => void rooms.refresh()} />
    </span>
  );
}
