import { useChat } from "../app/chatContext";
import { hrefs, replace } from "../app/router";
import { useTask } from "../app/useTask";
import { FormError } from "../controls/Field";
import { Icon } from "../controls/Icon";
import { PageHeader } from "./PageHeader";

/** The page of an invite link. It asks first, because any web page can open such a link, and joining reveals the user. */
export function JoinPage({ code }: { code: string }) {
  const { chat } = useChat();
  const task = useTask(async () => {
    const room = await chat.rooms.acceptInvitation(code);
    replace(hrefs.room(room.id));
  });
  return (
    <>
      <PageHeader title="Invitation" />
      <div className="blank">
        <Icon name="link" className="blank-icon" />
        <h2>Join this room?</h2>
        <p>You opened an invite link. If you join, the room's members see your name and when you're online.</p>
        <FormError error={task.error} />
        <div className="blank-actions">
          <a className="button quiet" href={hrefs.home}>
            Not now
          </a>
          {task.error?.passing !== false && (
            <button className="button" type="button" disabled={task.busy} onClick={() => void task.run()}>
              Join room
            </button>
          )}
        </div>
      </div>
    </>
  );
}
