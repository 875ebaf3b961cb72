import type { MessageHit } from "@chatfunctions/client";
import { fullTimeOf, shortTime } from "../controls/dates";
import { withMentionNames } from "../messages/Mention";
import { SenderName } from "../messages/SenderName";
import { excerpt } from "./excerpt";

/** A message that was found: its sender and time, and its text around the match. */
export function HitText({ hit: { message, matches } }: { hit: MessageHit }) {
  let at = 0;
  return (
    <>
      <span className="hit-top">
        <SenderName className="hit-sender" sender={message.sender} />{" "}
        <time dateTime={message.createdAt} title={fullTimeOf(message.createdAt)}>
          {shortTime(message.createdAt)}
        </time>
      </span>
      <span className="hit-text" dir="auto">
        {excerpt(message.text, matches).map(({ text, isMatch }) => {
          const key = at;
          at += text.length;
          return isMatch ? <mark key={key}>{text}</mark> : <span key={key}>{withMentionNames(text)}</span>;
        })}
      </span>
    </>
  );
}
