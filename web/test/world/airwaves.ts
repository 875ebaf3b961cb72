import type { Clock } from "../../client/src/clock.ts";
import type { Hub, HubFactory } from "../../client/src/live/hub.ts";
import { answer } from "./api";
import type { TestServer } from "./server";

/** Live connections to the test server, whose broadcasts a test can lose, double and reorder. */
export class Airwaves {
  /** False: no live connection can be had. */
  up = true;
  /** How often a client has tried to connect. */
  attempts = 0;
  /** Delays in ms at which one broadcast arrives: [] is a loss, two entries a doubling, unequal delays a reordering. */
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

  /** A connection that has stopped hearing anything, without knowing it, until it is cut. */
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
        // As FailedToNegotiateWithServerError words it.
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
