import type { ApiError, Page } from "@chatfunctions/client";
import { useMemo } from "react";
import { explain } from "../app/explain";
import { typingPause } from "../app/typingPause";
import { type LoadPage, usePages } from "../app/usePages";

/** The most requests after which a search without results waits for the user. */
const mostRequests = 5;

/**
 * The results of a search for a text. Each request searches a part of the history, so it goes on until something is found, up to a limit.
 * @param load Loads a page of results for a text; the same function while the place and the filters of the search are the same.
 * @param isFiltered Whether there is something to find without a text.
 */
export function useSearch<T>(
  q: string,
  load: (q: string, cursor: string | null, signal?: AbortSignal) => Promise<Page<T>>,
  isFiltered: boolean,
) {
  const search = useMemo<LoadPage<T> | null>(
    () =>
      q.trim() === "" && !isFiltered
        ? null
        : async (cursor, signal) => {
            if (signal) await typingPause(signal);
            let page = await load(q, cursor, signal);
            for (let n = 1; n < mostRequests && page.items.length === 0 && page.cursor; n++) {
              page = await load(q, page.cursor, signal);
            }
            return page;
          },
    [q, load, isFiltered],
  );
  const { page, error, isCurrent, more } = usePages(search);
  const found = search ? page : null;
  return { found, status: search ? statusOf(found, error, isCurrent) : "", isCurrent, more };
}

function statusOf(found: Page<unknown> | null, error: ApiError | null, isCurrent: boolean): string {
  if (!isCurrent) return "Searching…";
  if (error) return explain(error);
  if (found?.items.length !== 0) return "";
  return found.cursor ? "Nothing found in recent messages." : "No messages found.";
}
