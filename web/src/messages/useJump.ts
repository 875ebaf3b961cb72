import type { OpenRoom, Timeline } from "@chatfunctions/client";
import { useCallback, useEffect, useState } from "react";
import { useNotices } from "../app/notices";
import type { Row } from "./rows";
import type { Place } from "./unread";
import type { useScrolling } from "./useScrolling";

/** The most pages of history that a jump loads, and the messages in each. */
const mostPages = 60;
const pageSize = 200;

/** Scrolls to a message, loading history until it is found, and highlights it. */
export function useJump(rows: readonly Row[], sync: OpenRoom, { show }: ReturnType<typeof useScrolling>) {
  const { tell } = useNotices();
  const [target, setTarget] = useState<number | null>(null);
  const [flashing, setFlashing] = useState<string | null>(null);

  const to = useCallback(
    async (find: (timeline: Timeline) => Place) => {
      const look = () => {
        const { timeline, history } = sync.state.value;
        return timeline && history !== "failed" ? find(timeline) : null;
      };
      let place = look();
      for (let pages = 0; place === "further up" && pages < mostPages; pages++) {
        await sync.loadOlder(pageSize);
        place = look();
      }
      if (place !== "further up") setTarget(place);
      else if (sync.state.value.history !== "failed") tell("That message is too far back to show here.");
    },
    [sync, tell],
  );

  useEffect(() => {
    if (target === null) return;
    setTarget(null);
    const row = rows.find(({ message }) => message?.seq === target);
    if (!row) return;
    show({ key: row.key, align: "center" });
    setFlashing(row.key);
  }, [target, rows, show]);

  return { to, flashing, onFlashed: useCallback(() => setFlashing(null), []) };
}
