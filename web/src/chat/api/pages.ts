import type { Page } from "../wire";

/** All items of a list, page after page. */
export async function everyPage<T>(load: (cursor: string | null) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<T> = await load(cursor);
    items.push(...page.items);
    cursor = page.cursor ?? null;
  } while (cursor !== null);
  return items;
}
