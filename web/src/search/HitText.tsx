import type { MessageHit } from "@chatfunctions/client";
import { fullTimeOf, shortTime } from "../controls/dates";
import { Icon } from "../controls/Icon";
import { withMentionNames } from "../messages/Mention";
import { SenderName } from "../messages/SenderName";
import { excerpt, withoutFormatting } from "./excerpt";

/** A message that was found: its sender and time, its text around the match, and the names of its files. */
export function HitText({ hit: { message, matches } }: { hit: MessageHit }) {
  const { text, ranges } = withoutFormatting(message.text, matches);
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
        {excerpt(text, ranges).map(({ text, isMatch }) => {
          const key = at;
          at += text.length;
          return isMatch ? <mark key={key}>{text}</mark> : <span key={key}>{withMentionNames(text)}</span>;
        })}
      </span>
      {message.attachments?.map(({ id, name }) => (
        <span key={id} className="hit-file">
          <Icon name="file" />
          <bdi>{name}</bdi>
        </span>
      ))}
    </>
  );
}
