import type { FakeChat } from "./fakeChat";
import type { SessionRecord, UserRecord } from "./records";

/** One request as a handler sees it. */
export interface Ask {
  readonly chat: FakeChat;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  // biome-ignore lint/suspicious/noExplicitAny: a request's body may be anything
  readonly body: any;
  readonly headers: Readonly<Record<string, string>>;
  /** The caller; only routes marked `open` are reached without one. */
  readonly me: UserRecord;
  readonly session: SessionRecord;
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

export interface Route {
  readonly method: string;
  /** Path below `/api`, with `{name}` for its variable parts. */
  readonly path: string;
  readonly open?: boolean;
  readonly handle: (ask: Ask) => Answer | Promise<Answer>;
}

export const ok = (body: unknown, status = 200): Answer => ({ status, body });
export const empty: Answer = { status: 204 };

/** Cuts one page out of a list; the cursor is the index of the next item. */
export function page<T>(items: readonly T[], query: URLSearchParams): Answer {
  const limit = Math.min(200, Number(query.get("limit") ?? 50));
  const from = Number(query.get("cursor") ?? 0);
  const next = from + limit;
  return ok({ items: items.slice(from, next), cursor: next < items.length ? String(next) : null });
}

/** The variable parts of `path`, or null when it isn't of the route's form. */
export function match(route: Route, method: string, path: string): Record<string, string> | null {
  if (route.method !== method) return null;
  const want = route.path.split("/");
  const have = path.split("/");
  if (want.length !== have.length) return null;
  const params: Record<string, string> = {};
  for (const [i, part] of want.entries()) {
    const value = have[i] as string;
    if (part.startsWith("{")) params[part.slice(1, -1)] = decodeURIComponent(value);
    else if (part !== value) return null;
  }
  return params;
}
