import type { Room } from "@chatfunctions/client";
import { hrefs } from "../app/router";
import { RoomIcon } from "./RoomIcon";
import { isNotes, titleOf } from "./roomName";

/** The introduction above a room's first message. */
export function RoomIntro({ room }: { room: Room }) {
  const title = titleOf(room);
  return (
    <div className="intro">
      <RoomIcon room={room} />
      <h2>
        <bdi>{title}</bdi>
      </h2>
      <p>
        {isNotes(room) ? (
          "Write down what you want to keep. Only you can see it."
        ) : (
          <>
            This is the beginning of {room.kind === "direct" && "your conversation with "}
            <bdi>{title}</bdi>.
          </>
        )}
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
