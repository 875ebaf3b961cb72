import { hrefs } from "../app/router";
import type { Room } from "../chat/wire";
import { RoomIcon } from "./RoomIcon";
import { titleOf } from "./roomName";

/** What stands above a room's first message. */
export function RoomIntro({ room }: { room: Room }) {
  const title = titleOf(room);
  return (
    <div className="intro">
      <RoomIcon room={room} />
      <h2>{title}</h2>
      <p>
        {room.kind === "direct"
          ? `This is the beginning of your conversation with ${title}.`
          : `This is the beginning of ${title}.`}
      </p>
      {room.kind !== "direct" && room.memberCount === 1 && (
        <p>
          It's just you here so far. <a href={hrefs.room(room.id, "members")}>Add people</a>, or create an invite link
          in <a href={hrefs.room(room.id, "settings")}>settings</a>.
        </p>
      )}
    </div>
  );
}
