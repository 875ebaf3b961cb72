import { useEffect, useRef } from "react";
import { useChat } from "../app/chatContext";
import { explain } from "../app/explain";
import { hrefs, replace } from "../app/router";
import { useTask } from "../app/useTask";
import { Icon } from "../controls/Icon";
import { PageHeader } from "./PageHeader";

/** Where an invitation's link leads: accepts it and goes to the room. */
export function JoinPage({ code }: { code: string }) {
  const { chat } = useChat();
  const task = useTask(async () => {
    const room = await chat.api.acceptInvitation(code);
    chat.rooms.add(room);
    replace(hrefs.room(room.id));
  });
  const asked = useRef(false);
  const { run } = task;
  useEffect(() => {
    if (asked.current) return;
    asked.current = true;
    void run();
  });
  return (
    <>
      <PageHeader title="Invitation" />
      <div className="blank">
        <Icon name="link" className="blank-icon" />
        <p role="status">{task.error ? explain(task.error) : "Joining room…"}</p>
        {task.error?.passing && (
          <button className="button" type="button" disabled={task.busy} onClick={() => void run()}>
            Try again
          </button>
        )}
      </div>
    </>
  );
}
