import type { KeyboardEvent } from "react";

/**
 * Whether the key belongs to an input method that is composing text, and so is no command. Safari sends the Enter that confirms a
 * composition after it has ended, recognizable by the key code 229 only.
 */
export function isComposing({ nativeEvent }: Pick<KeyboardEvent, "nativeEvent">): boolean {
  return nativeEvent.isComposing || nativeEvent.keyCode === 229;
}
