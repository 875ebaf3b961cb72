import type { KeyboardEvent } from "react";

/**
 * Whether the key belongs to an input method (IME), so that it isn't a command. Safari sends the Enter that confirms a composition after
 * compositionend, with key code 229.
 */
export function isComposing({ nativeEvent }: Pick<KeyboardEvent, "nativeEvent">): boolean {
  return nativeEvent.isComposing || nativeEvent.keyCode === 229;
}
