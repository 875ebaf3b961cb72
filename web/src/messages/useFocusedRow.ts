import { type FocusEvent, type KeyboardEvent, useCallback, useEffect, useRef, useState } from "react";
import { isComposing } from "../controls/isComposing";
import type { Row } from "./rows";
import type { useScrolling } from "./useScrolling";

/**
 * Roving focus among messages: one of them is in the tab order, at first the last, and arrow keys, Home and End move it. The focused
 * one stays in the document when it is scrolled out of view.
 */
export function useFocusedRow(rows: readonly Row[], { scroller, show }: ReturnType<typeof useScrolling>) {
  const [chosen, setChosen] = useState<string | null>(null);
  const moving = useRef(false);
  const index = chosen === null ? -1 : rows.findIndex((row) => row.key === chosen);
  const currentKey = index >= 0 ? chosen : (rows.at(-1)?.key ?? null);

  const onKeyDown = useCallback(
    (event: KeyboardEvent<HTMLElement>) => {
      if (isComposing(event)) return;
      const key = (event.target as HTMLElement).dataset.key;
      const from = rows.findIndex((row) => row.key === key);
      const to = { ArrowUp: from - 1, ArrowDown: from + 1, Home: 0, End: rows.length - 1 }[event.key];
      const row = to === undefined ? undefined : rows[to];
      if (from < 0 || to === undefined || !row) return;
      event.preventDefault();
      moving.current = true;
      setChosen(row.key);
      show({ key: row.key, align: "nearest" });
    },
    [rows, show],
  );

  useEffect(() => {
    if (!moving.current || chosen === null) return;
    moving.current = false;
    scroller.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(chosen)}"]`)?.focus({ preventScroll: true });
  }, [chosen, scroller]);

  const onFocus = useCallback(
    (event: FocusEvent<HTMLElement>) => setChosen(event.currentTarget.dataset.key ?? null),
    [],
  );
  return { currentKey, keepMounted: index >= 0 ? [index] : [], onKeyDown, onFocus };
}
