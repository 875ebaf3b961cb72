import { useEffect, useState } from "react";

const hasFiles = (data: DataTransfer | null) => data?.types.includes("Files") ?? false;

/** Takes files that are dropped on the page or pasted. Returns whether files are being dragged over it. */
export function useDroppedFiles(onFiles: (files: FileList) => void): boolean {
  const [isOver, setIsOver] = useState(false);
  useEffect(() => {
    const take = (event: Event, data: DataTransfer | null) => {
      setIsOver(false);
      if (!data || !hasFiles(data) || document.querySelector("dialog[open]")) return;
      event.preventDefault();
      if (data.files.length > 0) onFiles(data.files);
    };
    const onDragOver = (event: DragEvent) => {
      if (!hasFiles(event.dataTransfer)) return;
      event.preventDefault();
      setIsOver(true);
    };
    const onDragLeave = (event: DragEvent) => event.relatedTarget === null && setIsOver(false);
    const onDrop = (event: DragEvent) => take(event, event.dataTransfer);
    // Text that is copied from a document comes with a picture of it; the text is meant.
    const onPaste = (event: ClipboardEvent) =>
      !event.clipboardData?.getData("text/plain") && take(event, event.clipboardData);
    const options = { capture: true };
    addEventListener("dragover", onDragOver, options);
    addEventListener("dragleave", onDragLeave, options);
    addEventListener("drop", onDrop, options);
    addEventListener("paste", onPaste, options);
    return () => {
      removeEventListener("dragover", onDragOver, options);
      removeEventListener("dragleave", onDragLeave, options);
      removeEventListener("drop", onDrop, options);
      removeEventListener("paste", onPaste, options);
    };
  }, [onFiles]);
  return isOver;
}
