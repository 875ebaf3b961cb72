import type { Page } from "@chatfunctions/client";
import { useLoaded } from "@chatfunctions/client/react";
import { useCallback, useRef, useState } from "react";
import { useNotices } from "./notices";

/** Loads a page of a list: the first one if the cursor is null. Wrap it in useCallback. */
export type LoadPage<T> = (cursor: string | null, signal?: AbortSignal) => Promise<Page<T>>;

/** A list, of which the user asks for page after page. Null: nothing to load. */
export function usePages<T>(load: LoadPage<T> | null) {
  const { fail } = useNotices();
  const loadFirst = useCallback(
    (signal: AbortSignal) => (load ? load(null, signal) : Promise.reject(new Error("nothing to load"))),
    [load],
  );
  const { value: first, error, isCurrent } = useLoaded(load && loadFirst);
  /** All pages so far, if there are others than the first one. */
  const [more, setMore] = useState<{ readonly first: Page<T> | null; readonly page: Page<T> } | null>(null);
  const isLoading = useRef(false);
  const page = more?.first === first ? more.page : first;
  const loadMore = async () => {
    if (!load || !page?.cursor || isLoading.current) return;
    isLoading.current = true;
    try {
      const { items, cursor } = await load(page.cursor);
      setMore({ first, page: { items: [...page.items, ...items], cursor: cursor ?? null } });
    } finally {
      isLoading.current = false;
    }
  };
  return { page, error, isCurrent, more: () => void loadMore().catch(fail) };
}
