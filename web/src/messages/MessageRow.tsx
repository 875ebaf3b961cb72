import { type FocusEvent, memo, type ReactNode, useId, useState } from "react";
import { useIsBlocked } from "../accounts/blocking";
import { useChat } from "../app/chatContext";
import { MessageFiles, UnsentFiles } from "../attachments/MessageFiles";
import { Avatar } from "../controls/Avatar";
import { dayLabel, fullTimeOf, timeOf } from "../controls/dates";
import { Icon } from "../controls/Icon";
import { ProfileButton } from "../rooms/ProfileCard";
import { ChangeLines } from "./ChangeLines";
import { Delivery } from "./Delivery";
import { EditForm } from "./EditForm";
import { MessageText } from "./MessageText";
import { MessageTools } from "./MessageTools";
import { Reactions } from "./Reactions";
import { ReplyQuote } from "./ReplyQuote";
import { useRoomView } from "./roomView";
import type { Row } from "./rows";
import { isSystem, SenderName, senderName } from "./SenderName";

interface MessageRowProps {
  row: Row;
  /** The introduction above the room's first message. */
  intro: ReactNode;
  /** Whether it is in the tab order. */
  isCurrent: boolean;
  isEditing: boolean;
  isFlashing: boolean;
  /** Called when the flash animation has ended. */
  onFlashed: () => void;
  isRead: boolean;
  onFocus: (event: FocusEvent<HTMLElement>) => void;
}

/** A message with its separators. Rendered again only if it changed. */
export const MessageRow = memo(function MessageRow(props: MessageRowProps) {
  const { row, intro, isCurrent, isEditing, isFlashing, onFlashed, isRead, onFocus } = props;
  const { chat } = useChat();
  const { isDirect, jumpToDate } = useRoomView();
  const isBlocked = useIsBlocked(row.sender.id);
  const [isShown, setIsShown] = useState(false);
  const bodyId = useId();
  const { message, entry, sender, at } = row;
  const text = message?.text ?? entry?.text ?? "";
  const isOwn = sender.id === chat.me;
  const isCollapsed = isBlocked && !isDirect && !isShown && !message?.deleted;
  const answers = isCollapsed ? null : (message?.replyTo ?? entry?.replyTo);
  const isHead = row.isHead && !isCollapsed;
  return (
    <>
      {intro}
      <ChangeLines text={row.linesBeforeDay} />
      {row.newDay && (
        <div className="separator">
          <button type="button" tabIndex={isCurrent ? 0 : -1} title="Jump to date" onClick={jumpToDate}>
            {dayLabel(at)}
          </button>
        </div>
      )}
      <ChangeLines text={row.lines} />
      {row.firstUnread && <div className="separator unread">New</div>}
      <article
        className="message"
        aria-label={`${isCollapsed ? "Blocked user" : senderName(sender)}, ${timeOf(at)}`}
        aria-describedby={bodyId}
        data-key={row.key}
        data-head={row.isHead}
        data-own={isOwn}
        data-state={entry?.state}
        data-flash={isFlashing}
        onAnimationEnd={({ animationName }) => animationName === "flash" && onFlashed()}
        tabIndex={isCurrent ? 0 : -1}
        onFocus={onFocus}
      >
        <div className="message-gutter">
          {!isHead ? (
            <time dateTime={at}>{timeOf(at)}</time>
          ) : isSystem(sender) ? (
            <span className="room-icon">
              <Icon name="gear" />
            </span>
          ) : (
            <ProfileButton user={sender} label={`Profile of ${senderName(sender)}`} tabIndex={-1}>
              <Avatar user={sender} />
            </ProfileButton>
          )}
        </div>
        <div className="message-main">
          {isHead && (
            <div className="message-head">
              {isSystem(sender) ? (
                <SenderName sender={sender} className="message-sender" />
              ) : (
                <ProfileButton user={sender} className="message-sender" tabIndex={isCurrent ? 0 : -1}>
                  <SenderName sender={sender} />
                </ProfileButton>
              )}
              <time dateTime={at} title={fullTimeOf(at)}>
                {timeOf(at)}
              </time>
            </div>
          )}
          {answers ? <ReplyQuote seq={answers} isCurrent={isCurrent} /> : null}
          {message?.attachments && !isCollapsed && <MessageFiles message={message} tabIndex={isCurrent ? 0 : -1} />}
          {entry?.files && <UnsentFiles files={entry.files} />}
          <div id={bodyId}>
            {message && isEditing ? (
              <EditForm message={message} />
            ) : isCollapsed ? (
              <Collapsed tabIndex={isCurrent ? 0 : -1} onShow={() => setIsShown(true)} />
            ) : (
              <Body text={text} message={message}>
                {isOwn && <Delivery entry={entry} isRead={isRead} />}
              </Body>
            )}
          </div>
          {message && !message.deleted && !isCollapsed && <Reactions message={message} isCurrent={isCurrent} />}
        </div>
        {message && !message.deleted && !isEditing && !isCollapsed && (
          <MessageTools message={message} isOwn={isOwn} isCurrent={isCurrent} />
        )}
      </article>
    </>
  );
}, sameRow);

/** Replaces a message of a blocked user until it is shown. */
function Collapsed({ tabIndex, onShow }: { tabIndex: number; onShow: () => void }) {
  const show = (button: HTMLElement) => {
    button.closest("article")?.focus();
    onShow();
  };
  return (
    <div className="text gone">
      Message from a blocked user.{" "}
      <button className="link-button" type="button" tabIndex={tabIndex} onClick={(event) => show(event.currentTarget)}>
        Show
      </button>
    </div>
  );
}

/** The text, followed by "(edited)" and the delivery state. */
function Body({ text, message, children }: { text: string; message: Row["message"]; children: ReactNode }) {
  if (message?.deleted) return <div className="text gone">This message was deleted.</div>;
  return (
    <MessageText text={text}>
      {message?.editedAt && (
        <span className="edited" title={`Edited ${fullTimeOf(message.editedAt)}`}>
          (edited)
        </span>
      )}
      {children}
    </MessageText>
  );
}

/** Compares the messages and outbox entries of rows. Rows are new objects after each change of the timeline; unchanged messages aren't. */
function sameRow(before: MessageRowProps, now: MessageRowProps): boolean {
  const { row: a, ...restA } = before;
  const { row: b, ...restB } = now;
  const same = <T extends object>(one: T, other: T) =>
    (Object.keys(one) as (keyof T)[]).every((key) => Object.is(one[key], other[key]));
  return same({ ...a, sender: a.sender.id }, { ...b, sender: b.sender.id }) && same(restA, restB);
}
