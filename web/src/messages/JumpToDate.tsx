import { useState } from "react";
import { useChat } from "../app/chatContext";
import { useNotices } from "../app/notices";
import { useTask } from "../app/useTask";
import { Dialog } from "../controls/Dialog";
import { Field, FormError } from "../controls/Field";
import { useRoomView } from "./roomView";

/** Shows the first message of a day, or of the next day that has messages. */
export function JumpToDate({ onClose }: { onClose: () => void }) {
  const { chat } = useChat();
  const { roomId, jumpTo } = useRoomView();
  const { tell } = useNotices();
  const [day, setDay] = useState("");
  const task = useTask(async () => {
    const seq = await chat.api.firstMessageSince(roomId, new Date(`${day}T00:00`));
    onClose();
    if (seq === null) tell("There are no messages since that day.");
    else jumpTo(seq);
  });
  return (
    <Dialog title="Jump to date" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void task.run();
        }}
      >
        <Field label="Date" type="date" required value={day} onChange={(event) => setDay(event.target.value)} />
        <FormError error={task.error} />
        <div className="dialog-actions">
          <button className="button" type="submit" disabled={task.busy || day === ""}>
            Jump
          </button>
        </div>
      </form>
    </Dialog>
  );
}
