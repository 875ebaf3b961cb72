import type { Clock } from "../clock.ts";
import { ApiError, type Problem } from "./apiError.ts";

/** The part of `fetch` that the client needs. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface Call {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** The path below `/api`, escaped. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | null | undefined>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly token?: string;
  readonly signal?: AbortSignal | undefined;
  /** The time limit, 15 s by default. */
  readonly timeoutMs?: number;
}

/** Sends one request and reads its JSON. Throws an {@link ApiError}; doesn't retry. */
export type Http = <T>(call: Call) => Promise<T>;

export function createHttp(base: string, fetch: Fetch, clock: Clock): Http {
  return async <T>(call: Call): Promise<T> => {
    const stop = new AbortController();
    const abort = () => stop.abort();
    if (call.signal?.aborted) abort();
    call.signal?.addEventListener("abort", abort);
    const cancelTimeout = clock.after(call.timeoutMs ?? 15_000, abort);
    try {
      const response = await fetch(`${base}/api${call.path}${queryOf(call)}`, initOf(call, stop.signal));
      const text = await response.text();
      if (response.ok) return (text === "" ? undefined : parse(text)) as T;
      throw new ApiError(response.status, problemOf(text), retryAfter(response, clock));
    } catch (error) {
      // fetch rejects for a broken connection and for an abort: either way it is unknown whether the request arrived.
      throw error instanceof ApiError ? error : new ApiError(0);
    } finally {
      cancelTimeout();
      call.signal?.removeEventListener("abort", abort);
    }
  };
}

function initOf(call: Call, signal: AbortSignal): RequestInit {
  const headers: Record<string, string> = { accept: "application/json", ...call.headers };
  if (call.body !== undefined) headers["content-type"] = "application/json";
  if (call.token) headers.authorization = `Bearer ${call.token}`;
  const body = call.body === undefined ? null : JSON.stringify(call.body);
  return { method: call.method, headers, body, signal };
}

function queryOf({ query }: Call): string {
  const pairs = Object.entries(query ?? {}).filter(([, value]) => value !== undefined && value !== null);
  return pairs.length === 0 ? "" : `?${new URLSearchParams(pairs.map(([key, value]) => [key, String(value)]))}`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A proxy or a captive portal answered with a page.
    throw new ApiError(0, { detail: "Unexpected response from the server." });
  }
}

function problemOf(text: string): Problem {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Problem) : {};
  } catch {
    return {};
  }
}

/** Retry-After in either of its forms (RFC 9110, 10.2.3). */
function retryAfter(response: Response, clock: Clock): number | undefined {
  const value = response.headers.get("retry-after");
  if (!value) return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - clock.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}
