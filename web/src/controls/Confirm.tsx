import type { ReactNode } from "react";
import { useTask } from "../app/useTask";
import { Dialog } from "./Dialog";
import { FormError } from "./Field";

/** Asks for confirmation. */
export function Confirm({
  title,
  action,
  children,
  isDangerous = true,
  onConfirm,
  onClose,
}: {
  title: string;
  /** The button's label. */
  action: string;
  children: ReactNode;
  isDangerous?: boolean;
  onConfirm: () => Promise<unknown>;
  onClose: () => void;
}) {
  const task = useTask(onConfirm);
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{children}</p>
      <FormError error={task.error} />
      <div className="dialog-actions">
        <button className="button quiet" type="button" onClick={onClose}>
          Cancel
        </button>
        <button
          className={isDangerous ? "button danger" : "button"}
          type="button"
          disabled={task.busy}
          onClick={async () => (await task.run()) && onClose()}
        >
          {action}
        </button>
      </div>
    </Dialog>
  );
}
