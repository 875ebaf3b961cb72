import type { Clock } from "../../client/src/clock.ts";
import type { Hub, HubFactory } from "../../client/src/live/hub.ts";
import { answer } from "./api";
import type { TestServer } from "./server";

/** Live connections to the test server. A test can lose, repeat and reorder broadcasts. */
export class Airwaves {
  /** False: connecting fails. */
  up = true;
  /** The number of connection attempts. */
  attempts = 0;
  /** The delays in ms of a broadcast: none loses it, two repeat it, unequal ones reorder it. */
  arrivals: (target: string) => readonly number[] = () => [1];
  readonly #server: TestServer;
  readonly #clock: Clock;
  readonly #open = new Set<() => void>();

  constructor(server: TestServer, clock: Clock) {
    this.#server = server;
    this.#clock = clock;
  }

  get connections(): number {
    return this.#open.size;
  }

  /** Breaks every connection. */
  cut(): void {
    for (const close of [...this.#open]) close();
  }

  /** Makes connections dead without closing them. */
  deafen(): void {
    this.#server.listeners.clear();
  }

  readonly hub: HubFactory = (url, accessToken): Hub => {
    const handlers = new Map<string, (...args: never[]) => void>();
    let onClose = () => {};
    let close = () => {};
    return {
      on: (target, handler) => void handlers.set(target, handler),
      onclose(callback) {
        onClose = callback;
      },
      start: async () => {
        this.attempts++;
        await new Promise<void>((resolve) => this.#clock.after(3, resolve));
        if (!this.up) throw new Error("WebSocket failed to connect.");
        const headers = { authorization: `Bearer ${accessToken()}` };
        const { status } = await answer(this.#server, "POST", `${url}/negotiate`, { headers });
        // The message of FailedToNegotiateWithServerError.
        if (status !== 200) throw new Error(`Failed to negotiate: Error: : Status code '${status}'`);
        const userId = decodeURIComponent(url.split("/").at(-1) ?? "");
        const listener = (target: string, args: unknown[]) => {
          const sent = structuredClone(args) as never[];
          for (const delay of this.arrivals(target)) {
            this.#clock.after(delay, () => this.#open.has(close) && handlers.get(target)?.(...sent));
          }
        };
        this.#server.listeners.set(listener, userId);
        close = () => {
          if (!this.#open.delete(close)) return;
          this.#server.listeners.delete(listener);
          onClose();
        };
        this.#open.add(close);
      },
      stop: async () => close(),
    };
  };
}
