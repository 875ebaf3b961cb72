import { type ReactNode, useEffect, useId, useLayoutEffect, useRef } from "react";
import { focusFirstInput } from "./focusFirstInput";
import { Icon } from "./Icon";
import { isComposing } from "./isComposing";

/** A modal dialog, open while it is mounted. It is the browser's own, which traps and restores the focus. */
export function Dialog({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }) {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    if (dialog) focusFirstInput(dialog);
    return () => dialog?.close();
  }, []);
  // Close it before it leaves the document; otherwise the browser doesn't restore the focus.
  useLayoutEffect(() => {
    const dialog = ref.current;
    return () => dialog?.close();
  }, []);
  const closeOnBackdrop = (event: React.MouseEvent) => event.target === ref.current && onClose();
  return (
    <dialog
      ref={ref}
      className="dialog"
      aria-labelledby={titleId}
      onClick={closeOnBackdrop}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onKeyDown={(event) => event.key === "Escape" && isComposing(event) && event.preventDefault()}
    >
      <div className="dialog-body">
        <header className="dialog-head">
          <h2 id={titleId}>{title}</h2>
          <button className="icon-button" type="button" aria-label="Close" onClick={onClose}>
            <Icon name="close" />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
