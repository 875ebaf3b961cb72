import { type RefObject, useCallback, useEffect, useState } from "react";
import type { VirtualizerHandle } from "virtua";
import type { Row } from "./rows";
import type { Place } from "./unread";

/** The list has come to rest at its end by then. */
const settled = 300;

/** Whether the first unread message is further up than the window shows, until it has once been seen. */
export function useUnreadAbove(rows: readonly Row[], list: RefObject<VirtualizerHandle | null>, start: Place) {
  const index = rows.findIndex((row) => row.firstUnread);
  const [state, setState] = useState<"unknown" | "above" | "seen">("unknown");
  const look = useCallback(
    (isFirst: boolean) => {
      if (index < 0 || !list.current) return;
      const isAbove = list.current.findItemIndex(list.current.scrollOffset) > index;
      setState((before) =>
        before === "seen" || (before === "unknown" && !isFirst) ? before : isAbove ? "above" : "seen",
      );
    },
    [index, list],
  );
  useEffect(() => {
    const timer = setTimeout(() => look(true), settled);
    return () => clearTimeout(timer);
  }, [look]);
  const onScroll = useCallback(() => look(false), [look]);
  return { isAbove: start === "further up" || state === "above", onScroll };
}
