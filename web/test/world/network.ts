import type { Clock } from "../../client/src/clock.ts";
import type { Fetch } from "../../client/src/http/http.ts";
import { answer } from "./api";
import type { TestServer } from "./server";

/**
 * The fate of a request. `unsent`: it never arrives; `unanswered`: it takes effect, and its
 * answer is lost; `hang`: it takes effect and is never answered; a number: the server refuses it with that status.
 */
export type Fate = "ok" | "unsent" | "unanswered" | "hang" | number;

export interface Network {
  readonly fetch: Fetch;
  /** Decides the fate of each request; by default, all succeed. */
  fate: (method: string, path: string) => Fate;
  /** The latency of each direction, in ms. */
  latency: () => number;
  /** Every request, as "METHOD /path?query". */
  readonly requests: string[];
}

/** A `fetch` to the test server over a network that a test can break. */
export function createNetwork(server: TestServer, clock: Clock): Network {
  const network: Network = { fetch, fate: () => "ok", latency: () => 5, requests: [] };
  return network;

  async function fetch(url: string, init: RequestInit): Promise<Response> {
    const method = init.method ?? "GET";
    network.requests.push(`${method} ${url}`);
    const fate = network.fate(method, url.replace(/\?.*$/, ""));
    await travel(init.signal);
    if (fate === "unsent") throw new TypeError("Failed to fetch");
    if (typeof fate === "number") {
      const headers: HeadersInit = fate === 429 ? { "retry-after": "2" } : {};
      return new Response(JSON.stringify({ title: "Injected", status: fate }), { status: fate, headers });
    }
    const { status, body } = await answer(server, method, url, init);
    const text = body === undefined ? null : JSON.stringify(body);
    if (fate === "hang") await hang(init.signal);
    await travel(init.signal);
    if (fate === "unanswered") throw new TypeError("Failed to fetch");
    return new Response(text, { status });
  }

  function travel(signal?: AbortSignal | null): Promise<void> {
    return new Promise((resolve, reject) => {
      const aborted = () => reject(new DOMException("Aborted", "AbortError"));
      if (signal?.aborted) return aborted();
      signal?.addEventListener("abort", aborted);
      clock.after(network.latency(), resolve);
    });
  }

  function hang(signal?: AbortSignal | null): Promise<void> {
    return new Promise((_, reject) => {
      signal?.addEventListener("abort", () => reject(new DOMException("Aborted", "AbortError")));
    });
  }
}
