import type { OpenRoom } from "@chatfunctions/client";
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { VirtualizerHandle } from "virtua";
import type { Row } from "./rows";

/** The distance to the end (px) that counts as being there. */
const endMargin = 60;
/** The distance to the first loaded message (px) at which history is loaded. */
const historyMargin = 1_000;

/** What stays in view while rows are added and measured: the end, a row, or nothing. */
type Anchor = "end" | { readonly key: string; readonly align: "center" | "nearest" } | null;

/**
 * The list's scrolling: stays at the end while the user is there, keeps the view when history is added above or messages below, and
 * loads history in time.
 */
export function useScrolling(rows: readonly Row[], lastLines: string, sync: OpenRoom, me: string) {
  const list = useRef<VirtualizerHandle>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const anchor = useRef<Anchor>("end");
  /** The scroll position set here. A scroll event with another one comes from the user. */
  const position = useRef(0);
  const isUserScrolling = useRef(false);
  const [atEnd, setAtEnd] = useState(true);
  const [leftAt, setLeftAt] = useState<number | null>(null);
  const latestRows = useRef(rows);
  latestRows.current = rows;
  const last = rows.at(-1);
  const lastSeq = rows.findLast((row) => row.message !== null)?.message?.seq ?? 0;
  const shift = useAddedAbove(rows);

  // Not the virtualizer's scrollToIndex: it repeats until all rows are measured, which undoes scrolling by the user.
  const show = useCallback((target: Anchor) => {
    const element = scroller.current;
    if (!element || !list.current) return;
    const top = positionOf(target, latestRows.current, list.current, element);
    if (top !== null) {
      anchor.current = target;
      element.scrollTop = top;
      position.current = element.scrollTop;
    }
    setAtEnd(distanceToEnd(element) < endMargin);
  }, []);
  const toEnd = useCallback(() => show("end"), [show]);
  const onResize = useCallback(() => show(anchor.current), [show]);

  const onScroll = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    const distance = distanceToEnd(element);
    if (Math.abs(element.scrollTop - position.current) > 1) {
      isUserScrolling.current = true;
      anchor.current = distance <= 1 ? "end" : null;
      position.current = element.scrollTop;
    }
    setAtEnd(distance < endMargin);
    if (element.scrollTop < historyMargin) loadOlder(sync);
  }, [sync]);

  const onScrollEnd = useCallback(() => {
    isUserScrolling.current = false;
  }, []);

  // Scrolls to own new messages always, to those of others only if the end is in view.
  const ownKey = last?.entry?.clientMessageId;
  useLayoutEffect(() => {
    if (ownKey) toEnd();
  }, [ownKey, toEnd]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the end moves with the rows
  useLayoutEffect(() => {
    show(atEnd && !isUserScrolling.current ? "end" : anchor.current);
  }, [rows.length, last?.key, lastLines, show]);

  // A first page that doesn't fill the window can't be scrolled, so load more.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it's about the rows as they were laid out
  useEffect(() => {
    const element = scroller.current;
    if (element && element.scrollHeight <= element.clientHeight + historyMargin) loadOlder(sync);
  }, [rows.length, sync]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: what was last when the user scrolled away
  useEffect(() => setLeftAt(atEnd ? null : lastSeq), [atEnd]);
  const isNew = ({ message }: Row) => message !== null && message.seq > (leftAt ?? lastSeq) && message.sender.id !== me;
  const newCount = leftAt === null || leftAt === lastSeq ? 0 : rows.filter(isNew).length;
  return { list, scroller, shift, atEnd, newCount, show, toEnd, onScroll, onScrollEnd, onResize };
}

function distanceToEnd(element: HTMLElement): number {
  return element.scrollHeight - element.clientHeight - element.scrollTop;
}

/** The scroll position that shows the anchor; null if there is no need to scroll. */
function positionOf(
  anchor: Anchor,
  rows: readonly Row[],
  list: VirtualizerHandle,
  { scrollHeight, clientHeight, scrollTop }: HTMLElement,
): number | null {
  if (anchor === "end") return scrollHeight;
  const index = anchor ? rows.findIndex((row) => row.key === anchor.key) : -1;
  if (index < 0) return null;
  const top = list.getItemOffset(index);
  const bottom = top + list.getItemSize(index);
  if (anchor?.align === "center") return (top + bottom - clientHeight) / 2;
  if (top < scrollTop) return top;
  return bottom > scrollTop + clientHeight ? bottom - clientHeight : null;
}

/** Not automatically after a failure; then the user retries. */
function loadOlder(sync: OpenRoom): void {
  if (sync.state.value.history === "idle") void sync.loadOlder();
}

/** Whether rows were only added before the first one, so that the list must keep its distance from the end. */
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
