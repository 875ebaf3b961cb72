import { useChat } from "../app/chatContext";
import { hrefs } from "../app/router";
import { useTask } from "../app/useTask";
import type { OpenRoom } from "../chat/rooms/openRooms";
import { FormError } from "../controls/Field";
import { Icon } from "../controls/Icon";
import { PageHeader } from "./PageHeader";
import { useRoom } from "./useRoom";

/** A room that the user isn't in: a public one can be joined, of any other nothing is known. */
export function RoomGone({ open }: { open: OpenRoom }) {
  const { chat } = useChat();
  const { roomId } = open.sync;
  const room = useRoom(roomId);
  const task = useTask(async () => {
    chat.rooms.add(await chat.api.joinRoom(roomId));
    chat.openRooms.refresh(open);
  });
  const canJoin = room?.kind === "public";
  return (
    <>
      <PageHeader title={canJoin ? room.name : "Room"} />
      <div className="blank">
        <Icon name={canJoin ? "globe" : "lock"} className="blank-icon" />
        <p>
          {canJoin
            ? `${room.name} is a public room with ${room.memberCount} ${room.memberCount === 1 ? "member" : "members"}. Join it to read and write.`
            : "This room doesn't exist, or you're not a member of it."}
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
