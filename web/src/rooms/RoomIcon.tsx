import type { Room } from "../../client/src/wire";
import { useChat } from "../app/chatContext";
import { useCell } from "../app/useCell";
import { Avatar } from "../controls/Avatar";
import { Icon } from "../controls/Icon";
import { titleOf } from "./roomName";

/** A room's icon: the other user with presence, or the kind of room. */
export function RoomIcon({ room }: { room: Pick<Room, "id" | "kind" | "name" | "with"> }) {
  const { chat } = useChat();
  const online = useCell(chat.presence.online);
  if (room.kind === "direct") {
    const peer = room.with ?? { id: room.id, username: titleOf(room) };
    return <Avatar user={peer} online={online?.has(peer.id)} />;
  }
  return (
    <span className="room-icon">
      <Icon name={room.kind === "public" ? "globe" : "lock"} />
    </span>
  );
}
