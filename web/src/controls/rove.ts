import type { KeyboardEvent } from "react";
import { isComposing } from "./isComposing";

const steps: Record<string, (index: number, count: number, columns: number) => number> = {
  ArrowDown: (index, _, columns) => index + columns,
  ArrowUp: (index, _, columns) => index - columns,
  ArrowRight: (index, _, columns) => index + (columns > 1 ? 1 : 0),
  ArrowLeft: (index, _, columns) => index - (columns > 1 ? 1 : 0),
  Home: () => 0,
  End: (_, count) => count - 1,
};

/**
 * Roving focus: arrow keys, Home and End move it among the elements that match `selector`. A menu inside handles its own keys, and in a
 * text field Home and End move the caret.
 */
export function rove(event: KeyboardEvent<HTMLElement>, selector: string, columns = 1): void {
  const step = steps[event.key];
  if (!step || isComposing(event) || event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.target instanceof HTMLInputElement && (event.key === "Home" || event.key === "End")) return;
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>(selector)];
  const index = items.indexOf(document.activeElement as HTMLElement);
  if (index < 0) return;
  const next = items[Math.min(items.length - 1, Math.max(0, step(index, items.length, columns)))];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
