import { type RoomState, readByOthers, type Timeline } from "@chatfunctions/client";
import { useReadable } from "@chatfunctions/client/react";
import { type Ref, useImperativeHandle, useMemo } from "react";
import { Virtualizer } from "virtua";
import { useChat } from "../app/chatContext";
import { Icon } from "../controls/Icon";
import { ChangeLines } from "./ChangeLines";
import { MessageRow } from "./MessageRow";
import { useRoomView } from "./roomView";
import { lastLines, rowsOf } from "./rows";
import { placeOf, type Unread, unreadStart } from "./unread";
import { useFocusedRow } from "./useFocusedRow";
import { useJump } from "./useJump";
import { useReadMarker } from "./useReadMarker";
import { useScrolling } from "./useScrolling";
import { useUnreadAbove } from "./useUnreadAbove";

export interface MessageListHandle {
  jumpTo(seq: number): void;
}

/** The room's messages. Only those near the viewport are in the document. */
export function MessageList({
  timeline,
  history,
  editing,
  unread,
  intro,
  ref,
}: {
  timeline: Timeline;
  history: RoomState["history"];
  /** The seq of the message being edited. */
  editing: number | null;
  unread: Unread;
  intro: React.ReactNode;
  ref: Ref<MessageListHandle>;
}) {
  const { chat, me } = useChat();
  const { roomId, open, isDirect } = useRoomView();
  const entries = useReadable(chat.outbox.entries);
  const { roster, loaded } = useReadable(open.members.state);
  const { messages, atStart } = timeline;
  const changes = useMemo(
    () => (isDirect ? timeline.changes.filter(({ type }) => type === "messagePinned") : timeline.changes),
    [timeline.changes, isDirect],
  );
  const start = useMemo(() => unreadStart(timeline, unread, me.id), [timeline, unread, me.id]);
  const [rows, last] = useMemo(() => {
    const mine = entries.filter((entry) => entry.roomId === roomId);
    const input = { messages, changes, entries: mine, me, atStart, firstUnreadSeq: start };
    return [rowsOf(input), lastLines(input)];
  }, [messages, changes, entries, roomId, me, atStart, start]);
  const readTo = loaded && roster.size > 1 ? readByOthers(roster, me.id) : 0;
  const scrolling = useScrolling(rows, last, open, me.id);
  const focus = useFocusedRow(rows, scrolling);
  const jump = useJump(rows, open, scrolling);
  const unreadAbove = useUnreadAbove(rows, scrolling, start);
  useReadMarker(timeline, scrolling.atEnd);
  const onScroll = () => {
    scrolling.onScroll();
    unreadAbove.onScroll();
  };
  useImperativeHandle(ref, () => ({ jumpTo: (seq) => void jump.to((held) => placeOf(held, seq)) }), [jump.to]);

  return (
    <div className="messages-frame">
      <div className="history-state" role="status">
        {history === "loading" && <span>Loading earlier messages…</span>}
        {history === "failed" && (
          <button className="link-button" type="button" onClick={() => void open.loadOlder()}>
            Couldn't load earlier messages. Try again
          </button>
        )}
      </div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: moves the focus among the messages in it */}
      <div className="messages" ref={scrolling.scroller} onKeyDown={focus.onKeyDown}>
        <div className="messages-fill" />
        {rows.length === 0 && atStart && intro}
        <Virtualizer
          ref={scrolling.list}
          as="ol"
          item="li"
          data={rows}
          shift={scrolling.shift}
          bufferSize={500}
          keepMounted={focus.keepMounted}
          onScroll={onScroll}
          onScrollEnd={scrolling.onScrollEnd}
          onResize={scrolling.onResize}
        >
          {(row) => (
            <MessageRow
              key={row.key}
              row={row}
              intro={row.isStart ? intro : null}
              isCurrent={row.key === focus.currentKey}
              isEditing={row.message !== null && row.message.seq === editing}
              isFlashing={row.key === jump.flashing}
              onFlashed={jump.onFlashed}
              isRead={row.message !== null && (row.message.read === true || row.message.seq <= readTo)}
              onFocus={focus.onFocus}
            />
          )}
        </Virtualizer>
        <ChangeLines text={last} />
      </div>
      {unreadAbove.isAbove && (
        <button
          className="float-button top"
          type="button"
          onClick={() => void jump.to((held) => unreadStart(held, unread, me.id))}
        >
          <Icon name="up" />
          {unread.count} unread
        </button>
      )}
      {!scrolling.atEnd && (
        <button className="float-button end" type="button" onClick={scrolling.toEnd}>
          <Icon name="down" />
          {scrolling.newCount > 0 ? `${scrolling.newCount} new` : "Jump to latest"}
        </button>
      )}
    </div>
  );
}
