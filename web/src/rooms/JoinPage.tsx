import { useLoaded } from "@chatfunctions/client/react";
import { useCallback } from "react";
import { useChat } from "../app/chatContext";
import { hrefs, replace } from "../app/router";
import { useTask } from "../app/useTask";
import { counted } from "../controls/counted";
import { FormError } from "../controls/Field";
import { Icon } from "../controls/Icon";
import { PageHeader } from "./PageHeader";
import { RoomIcon } from "./RoomIcon";

/** The page of an invite link. It asks first, because any web page can open such a link, and joining reveals the user. */
export function JoinPage({ code }: { code: string }) {
  const { chat } = useChat();
  const load = useCallback((signal: AbortSignal) => chat.api.invitedRoom(code, signal), [chat, code]);
  const { value: room, error: loadError } = useLoaded(load);
  const task = useTask(async () => {
    const joined = await chat.rooms.acceptInvitation(code);
    replace(hrefs.room(joined.id));
  });
  const error = task.error ?? loadError;
  return (
    <>
      <PageHeader title="Invitation" />
      <div className="blank">
        {room?.pictureUrl ? <RoomIcon room={room} /> : <Icon name="link" className="blank-icon" />}
        {room ? (
          <h2>
            Join <bdi>{room.name}</bdi>?
          </h2>
        ) : (
          <h2>Join this room?</h2>
        )}
        {room?.topic && <p dir="auto">{room.topic}</p>}
        {room && (
          <p>
            {room.kind === "public" ? "Public" : "Private"} room · {counted(room.memberCount, "member")}
          </p>
        )}
        <p>You opened an invite link. If you join, the room's members see your name and when you're online.</p>
        <FormError error={error} />
        <div className="blank-actions">
          <a className="button quiet" href={hrefs.home}>
            Not now
          </a>
          {error?.passing !== false && (
            <button className="button" type="button" disabled={task.busy} onClick={() => void task.run()}>
              Join room
            </button>
          )}
        </div>
      </div>
    </>
  );
}
