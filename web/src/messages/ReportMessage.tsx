import type { Message } from "@chatfunctions/client";
import { useState } from "react";
import { useChat } from "../app/chatContext";
import { fieldError, formError } from "../app/explain";
import { useNotices } from "../app/notices";
import { useTask } from "../app/useTask";
import { Dialog } from "../controls/Dialog";
import { Field, FormError } from "../controls/Field";

/** Reports a message to the room's admins. */
export function ReportMessage({ message, onClose }: { message: Message; onClose: () => void }) {
  const { chat } = useChat();
  const { tell } = useNotices();
  const [reason, setReason] = useState("");
  const task = useTask(async () => {
    await chat.api.report(message.roomId, message.seq, reason);
    onClose();
    tell("Reported to the room's admins");
  });
  return (
    <Dialog title="Report message" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void task.run();
        }}
      >
        <Field
          label="Reason"
          hint="The room's admins will see the message, the reason and your name."
          required
          maxLength={200}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          error={fieldError(task.error, "reason")}
        />
        <FormError error={formError(task.error, "reason")} />
        <div className="dialog-actions">
          <button className="button quiet" type="button" onClick={onClose}>
            Cancel
          </button>
          <button className="button" type="submit" disabled={task.busy || reason.trim() === ""}>
            Report
          </button>
        </div>
      </form>
    </Dialog>
  );
}
