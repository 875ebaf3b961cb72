import type { KeyboardEvent } from "react";
import { isComposing } from "../controls/isComposing";

/** A kind of formatting that the user can apply to the selection of a text field. */
export interface Format {
  readonly label: string;
  /** The key that applies it together with Ctrl, or Cmd on a Mac. */
  readonly key?: string;
  readonly shift?: boolean;
  readonly apply: (area: HTMLTextAreaElement) => void;
}

export const formats: readonly Format[] = [
  { label: "Bold", key: "b", apply: (area) => toggleMark(area, "**") },
  { label: "Italic", key: "i", apply: (area) => toggleMark(area, "_") },
  { label: "Strikethrough", key: "x", shift: true, apply: (area) => toggleMark(area, "~~") },
  { label: "Code", key: "e", apply: (area) => toggleMark(area, "`") },
  { label: "Code block", apply: (area) => toggleMark(area, "```\n", "\n```") },
  { label: "Quote", apply: (area) => toggleLines(area, () => "> ") },
  { label: "Bulleted list", apply: (area) => toggleLines(area, () => "- ") },
  { label: "Numbered list", apply: (area) => toggleLines(area, (index) => `${index + 1}. `) },
];

/** "Ctrl+Shift+X" */
export const keysOf = ({ key, shift }: Format) => key && `Ctrl+${shift ? "Shift+" : ""}${key.toUpperCase()}`;

/** Applies the formatting whose shortcut was pressed. */
export function onFormatKey(event: KeyboardEvent<HTMLTextAreaElement>): void {
  if (isComposing(event) || event.defaultPrevented || event.altKey || !(event.ctrlKey || event.metaKey)) return;
  const format = formats.find(({ key, shift = false }) => key === event.key.toLowerCase() && shift === event.shiftKey);
  if (!format) return;
  event.preventDefault();
  format.apply(event.currentTarget);
}

/** Replaces a part of the text as typing would, so that undo works. */
export function replaceText(area: HTMLTextAreaElement, start: number, end: number, text: string): void {
  area.focus();
  area.setSelectionRange(start, end);
  document.execCommand(text === "" ? "delete" : "insertText", false, text);
}

/** Puts marks around the selection, or removes them. */
function toggleMark(area: HTMLTextAreaElement, before: string, after = before): void {
  const { value, selectionStart, selectionEnd } = area;
  const selected = value.slice(selectionStart, selectionEnd);
  const [outerStart, outerEnd] = [selectionStart - before.length, selectionEnd + after.length];
  const isMarked =
    outerStart >= 0 &&
    value.slice(outerStart, selectionStart) === before &&
    value.slice(selectionEnd, outerEnd) === after;
  if (isMarked) replaceText(area, outerStart, outerEnd, selected);
  else replaceText(area, selectionStart, selectionEnd, before + selected + after);
  const start = isMarked ? outerStart : selectionStart + before.length;
  area.setSelectionRange(start, start + selected.length);
}

/** Puts marks before the selected lines, or removes them. */
function toggleLines(area: HTMLTextAreaElement, markOf: (index: number) => string): void {
  const { value, selectionStart, selectionEnd } = area;
  const start = value.lastIndexOf("\n", selectionStart - 1) + 1;
  const lines = value.slice(start, selectionEnd).split("\n");
  const isMarked = lines.every((line, index) => line.startsWith(markOf(index)));
  const changed = lines.map((line, index) => (isMarked ? line.slice(markOf(index).length) : markOf(index) + line));
  replaceText(area, start, selectionEnd, changed.join("\n"));
}
