/** Changes of the room between messages; lines separated by line breaks. */
export function ChangeLines({ text }: { text: string }) {
  return text === "" ? null : <div className="change-lines">{text}</div>;
}
