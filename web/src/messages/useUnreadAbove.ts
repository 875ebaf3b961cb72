import { type RefObject, useCallback, useEffect, useState } from "react";
import type { Row } from "./rows";
import type { Place } from "./unread";
import type { useScrolling } from "./useScrolling";

/** A list that hasn't changed for this many frames is laid out. */
const restFrames = 10;

/** Whether the first unread message is above the viewport, until it has been seen. */
export function useUnreadAbove(
  rows: readonly Row[],
  { list, scroller }: ReturnType<typeof useScrolling>,
  start: Place,
) {
  const index = rows.findIndex((row) => row.firstUnread);
  const [state, setState] = useState<"unknown" | "above" | "seen">("unknown");
  const look = useCallback(
    (isFirst: boolean) => {
      if (index < 0 || !list.current || !scroller.current) return;
      const isAbove = list.current.findItemIndex(scroller.current.scrollTop) > index;
      setState((before) =>
        before === "seen" || (before === "unknown" && !isFirst) ? before : isAbove ? "above" : "seen",
      );
    },
    [index, list, scroller],
  );
  useEffect(() => whenAtRest(scroller, () => look(true)), [look, scroller]);
  const onScroll = useCallback(() => look(false), [look]);
  return { isAbove: start === "further up" || state === "above", onScroll };
}

/** Calls back once when the element has neither scrolled nor changed its height for some frames. Returns a function that cancels. */
function whenAtRest(element: RefObject<HTMLElement | null>, callback: () => void): () => void {
  let before = "";
  let still = 0;
  let frame = requestAnimationFrame(function look() {
    const now = `${element.current?.scrollTop} ${element.current?.scrollHeight}`;
    still = now === before ? still + 1 : 0;
    before = now;
    if (still === restFrames) callback();
    else frame = requestAnimationFrame(look);
  });
  return () => cancelAnimationFrame(frame);
}
