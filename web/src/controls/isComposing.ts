import type { KeyboardEvent } from "react";

/**
 * Whether the key belongs to an input method (IME), so that it isn't a command. Safari sends the Enter that confirms a composition after
 * compositionend, with key code 229.
 */
export function isComposing(event: Pick<KeyboardEvent, "nativeEvent"> | globalThis.KeyboardEvent): boolean {
  const { isComposing, keyCode } = "nativeEvent" in event ? event.nativeEvent : event;
  return isComposing || keyCode === 229;
}
