import type { OpenRoom, Room } from "@chatfunctions/client";
import { useReadable } from "@chatfunctions/client/react";
import { useEffect } from "react";
import { useChat } from "../app/chatContext";
import { hrefs } from "../app/router";
import { useTask } from "../app/useTask";
import { counted } from "../controls/counted";
import { FormError } from "../controls/Field";
import { Icon } from "../controls/Icon";
import { PageHeader } from "./PageHeader";
import { titleOf } from "./roomName";
import { useRoom } from "./useRoom";

/**
 * A room that the user isn't in. A public one can be joined; others look as if they didn't exist.
 * @param left The room, if the user was in it until now.
 */
export function RoomGone({ open, left }: { open: OpenRoom; left: Room | undefined }) {
  const { chat } = useChat();
  const room = useRoom(open);
  const task = useTask(() => chat.rooms.join(open.id));
  const { error } = useReadable(open.state);
  const isPublic = room?.kind === "public";
  const isBanned = error?.code === "banned";
  const canJoin = isPublic && !isBanned;
  const name = isPublic ? room.name : left && titleOf(left);
  // The focused element may have been removed with the room.
  useEffect(() => {
    if (document.activeElement === document.body) document.getElementById("main")?.focus();
  }, []);
  return (
    <>
      <PageHeader title={name ?? "Room"} />
      <div className="blank">
        <Icon name={canJoin ? "globe" : "lock"} className="blank-icon" />
        <p role="status">
          {isBanned && "You are banned from this room."}
          {left && !isBanned && (
            <>
              You're no longer a member of <bdi>{name}</bdi>.{" "}
            </>
          )}
          {canJoin ? (
            <>
              <bdi>{room.name}</bdi> is a public room with {counted(room.memberCount, "member")}. Join to read and post
              messages.
            </>
          ) : (
            !left && !isBanned && "This room doesn't exist, or you're not a member."
          )}
        </p>
        <FormError error={task.error} />
        {canJoin ? (
          <button className="button" type="button" disabled={task.busy} onClick={() => void task.run()}>
            Join room
          </button>
        ) : (
          <a className="button quiet" href={hrefs.home}>
            Back to your rooms
          </a>
        )}
      </div>
    </>
  );
}
