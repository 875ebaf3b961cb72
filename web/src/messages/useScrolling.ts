import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { VirtualizerHandle } from "virtua";
import type { RoomSync } from "../chat/timeline/roomSync";
import type { Row } from "./rows";

/** This near to the end (px) counts as being there. */
const endMargin = 60;
/** History is fetched this long before its end comes into view (px). */
const historyMargin = 1_000;

/**
 * The list's scrolling: stays at the end while the user is there, doesn't move what the user looks at when history is added
 * above or messages below, and fetches history in time.
 */
export function useScrolling(rows: readonly Row[], sync: RoomSync, me: string) {
  const list = useRef<VirtualizerHandle>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const stick = useRef(true);
  const [atEnd, setAtEnd] = useState(true);
  const [leftAt, setLeftAt] = useState<number | null>(null);
  const last = rows.at(-1);
  const lastSeq = rows.findLast((row) => row.message !== null)?.message?.seq ?? 0;
  const shift = useAddedAbove(rows);

  const toEnd = useCallback(() => {
    stick.current = true;
    list.current?.scrollToIndex(Number.MAX_SAFE_INTEGER, { align: "end" });
  }, []);

  const onScroll = useCallback(
    (offset: number) => {
      if (!list.current) return;
      const { scrollSize, viewportSize } = list.current;
      stick.current = scrollSize - viewportSize - offset < endMargin;
      setAtEnd(stick.current);
      if (offset < historyMargin) loadOlder(sync);
    },
    [sync],
  );

  const onResize = useCallback(() => {
    if (stick.current) toEnd();
  }, [toEnd]);

  // One's own new message is always gone to; others' only when the end is in view.
  const ownKey = last?.entry?.clientMessageId;
  useLayoutEffect(() => {
    if (ownKey) toEnd();
  }, [ownKey, toEnd]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the end moves with the rows
  useLayoutEffect(() => {
    if (stick.current) toEnd();
  }, [rows.length, last?.key, toEnd]);

  // A first page that doesn't fill the window can't be scrolled, so nothing else would ask for more.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it's about the rows as they were laid out
  useEffect(() => {
    const element = scroller.current;
    if (element && element.scrollHeight <= element.clientHeight + historyMargin) loadOlder(sync);
  }, [rows.length, sync]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: what was last when the user scrolled away
  useEffect(() => setLeftAt(atEnd ? null : lastSeq), [atEnd]);
  const isNew = ({ message }: Row) => message !== null && message.seq > (leftAt ?? lastSeq) && message.sender.id !== me;
  const newCount = leftAt === null || leftAt === lastSeq ? 0 : rows.filter(isNew).length;
  return { list, scroller, shift, atEnd, newCount, toEnd, onScroll, onResize, stick };
}

/** By itself only while that works; after a failure the user asks for it. */
function loadOlder(sync: RoomSync): void {
  if (sync.state.value.history === "idle") void sync.loadOlder();
}

/** Rows were added before the first one and nothing else changed: the list must keep its distance from its end. */
function useAddedAbove(rows: readonly Row[]): boolean {
  const before = useRef({ rows, shift: false });
  if (before.current.rows !== rows) {
    const old = before.current.rows;
    const added = rows.length - old.length;
    const shift = added > 0 && old.length > 0 && rows[0]?.key !== old[0]?.key && rows[added]?.key === old[0]?.key;
    before.current = { rows, shift };
  }
  return before.current.shift;
}
