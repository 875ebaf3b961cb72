import { useEffect } from "react";
import { useNotices } from "./notices";

const hasFiles = (data: DataTransfer | null) => data?.types.includes("Files") ?? false;

/** Tells the user that files can't be sent here when one is dropped or pasted. Without it the browser would open a dropped file. */
export function RefuseFiles() {
  const { tell } = useNotices();
  useEffect(() => {
    const refuse = (event: Event) => {
      event.preventDefault();
      tell("You can send files in a room that you can write in.");
    };
    const onDragOver = (event: DragEvent) => hasFiles(event.dataTransfer) && event.preventDefault();
    const onDrop = (event: DragEvent) => !event.defaultPrevented && hasFiles(event.dataTransfer) && refuse(event);
    const onPaste = (event: ClipboardEvent) =>
      !event.defaultPrevented &&
      hasFiles(event.clipboardData) &&
      !event.clipboardData?.getData("text/plain") &&
      refuse(event);
    addEventListener("dragover", onDragOver);
    addEventListener("drop", onDrop);
    addEventListener("paste", onPaste);
    return () => {
      removeEventListener("dragover", onDragOver);
      removeEventListener("drop", onDrop);
      removeEventListener("paste", onPaste);
    };
  }, [tell]);
  return null;
}
