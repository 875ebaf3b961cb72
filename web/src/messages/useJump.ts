import { useCallback, useEffect, useState } from "react";
import { indexOfSeq } from "../chat/timeline/messageWindow";
import type { RoomSync } from "../chat/timeline/roomSync";
import type { Row } from "./rows";
import type { useScrolling } from "./useScrolling";

/** Pages of history that a jump fetches at most; further back one scrolls. */
const mostPages = 60;
const flashFor = 1_800;

/** Goes to a message, fetching history until it's held, and lights it up for a moment. */
export function useJump(rows: readonly Row[], sync: RoomSync, { list, stick }: ReturnType<typeof useScrolling>) {
  const [target, setTarget] = useState<number | null>(null);
  const [flashing, setFlashing] = useState<string | null>(null);

  const to = useCallback(
    async (seq: number) => {
      for (let pages = 0; pages < mostPages; pages++) {
        const { timeline, history } = sync.state.value;
        if (!timeline || timeline.atStart || history === "failed" || indexOfSeq(timeline.messages, seq) >= 0) break;
        await sync.loadOlder();
      }
      setTarget(seq);
    },
    [sync],
  );

  useEffect(() => {
    if (target === null) return;
    setTarget(null);
    const index = rows.findIndex((row) => row.message?.seq === target);
    const row = rows[index];
    if (!row) return;
    stick.current = false;
    list.current?.scrollToIndex(index, { align: "center" });
    setFlashing(row.key);
  }, [target, rows, list, stick]);

  useEffect(() => {
    if (flashing === null) return;
    const timer = setTimeout(() => setFlashing(null), flashFor);
    return () => clearTimeout(timer);
  }, [flashing]);

  return { to, flashing };
}
