import { useEffect, useRef } from "react";
import { isComposing } from "./isComposing";

/** Calls back on Ctrl and a key, or Cmd and the key on a Mac, unless a dialog is open. */
export function useShortcut(key: string, action: () => void, { shift = false } = {}): void {
  const latest = useRef(action);
  latest.current = action;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const isShortcut = (event.ctrlKey || event.metaKey) && event.shiftKey === shift && !event.altKey;
      if (!isShortcut || event.key.toLowerCase() !== key || isComposing(event)) return;
      event.preventDefault();
      if (!document.querySelector("dialog[open]")) latest.current();
    };
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, [key, shift]);
}
