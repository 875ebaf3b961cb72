import type { ReactNode } from "react";
import { isOnlyEmoji, type TextPart, textParts } from "./textParts";

/** A message's text with links and code. `children` follow in its last line. */
export function MessageText({ text, children }: { text: string; children?: ReactNode }) {
  let position = 0;
  return (
    <div className="message-body" dir="auto">
      <div className="text" data-emoji={isOnlyEmoji(text)}>
        {textParts(text).map((part) => {
          const key = position;
          position += part.text.length + 1;
          return <Part key={key} part={part} />;
        })}
      </div>
      {children}
    </div>
  );
}

function Part({ part }: { part: TextPart }) {
  if (part.kind === "link") {
    return (
      <a href={part.href} target="_blank" rel="noopener noreferrer nofollow">
        {part.text}
      </a>
    );
  }
  if (part.kind === "code") return <code dir="ltr">{part.text}</code>;
  if (part.kind === "block") return <pre dir="ltr">{part.text}</pre>;
  return part.text;
}
