import type { Page } from "../wire.ts";

/** All items of a list, up to a number of pages. */
export async function everyPage<T>(
  load: (cursor: string | null) => Promise<Page<T>>,
  mostPages = Number.POSITIVE_INFINITY,
): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  for (let pages = 0; pages < mostPages; pages++) {
    const page: Page<T> = await load(cursor);
    items.push(...page.items);
    cursor = page.cursor ?? null;
    if (cursor === null) break;
  }
  return items;
}
