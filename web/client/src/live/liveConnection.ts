import { backoff, type Random } from "../backoff.ts";
import { Cell, type Readable } from "../cell.ts";
import { type Clock, delay } from "../clock.ts";
import type { Session } from "../session/session.ts";
import type { Hub, HubFactory } from "./hub.ts";

/** `waiting`: the last attempt failed or the connection broke; the next attempt is at `retryAt` (ms since the epoch). */
export type LiveState =
  | { readonly phase: "stopped" | "connecting" | "live" }
  | { readonly phase: "waiting"; readonly retryAt: number; readonly failures: number };

export interface LivePorts {
  readonly url: string;
  readonly session: Session;
  readonly hub: HubFactory;
  readonly clock: Clock;
  readonly random: Random;
  /** Registers the handlers of live messages on a new connection. */
  readonly register: (hub: Hub) => void;
}

/** After a connection of this length, the next delay is short again. */
const settledAfter = 10_000;

/**
 * Keeps one live connection: negotiates, connects, and negotiates again when it breaks, with growing delays.
 * Broadcasts in between are lost, so catch up when `state` becomes live.
 */
export class LiveConnection {
  readonly #ports: LivePorts;
  readonly #state = new Cell<LiveState>({ phase: "stopped" });
  #stop = new AbortController();
  #wake = new AbortController();
  #hub: Hub | null = null;

  constructor(ports: LivePorts) {
    this.#ports = ports;
  }

  get state(): Readable<LiveState> {
    return this.#state;
  }

  start(): void {
    if (this.#state.value.phase !== "stopped") return;
    this.#stop = new AbortController();
    this.#state.set({ phase: "connecting" });
    void this.#run(this.#stop.signal);
  }

  stop(): void {
    this.#stop.abort();
    this.#wake.abort();
    this.#state.set({ phase: "stopped" });
    void this.#hub?.stop();
  }

  /** Connects immediately instead of waiting. */
  retryNow(): void {
    this.#wake.abort();
  }

  /** Replaces a connection that may be dead, as after sleep. */
  reconnect(): void {
    if (this.#state.value.phase === "live") void this.#hub?.stop();
    this.retryNow();
  }

  async #run(stop: AbortSignal): Promise<void> {
    let failures = 0;
    while (!stop.aborted) {
      this.#state.set({ phase: "connecting" });
      const lived = await this.#connectOnce(stop);
      if (stop.aborted) return;
      if (lived >= settledAfter) failures = 0;
      const ms = backoff(failures++, this.#ports.random);
      this.#wake = new AbortController();
      this.#state.set({ phase: "waiting", retryAt: this.#ports.clock.now() + ms, failures });
      await delay(this.#ports.clock, ms, this.#wake.signal);
    }
  }

  /** Connects, and waits for the end of the connection. Returns how long it was live, in ms. */
  async #connectOnce(stop: AbortSignal): Promise<number> {
    const { session, clock, register } = this.#ports;
    const token = session.accessToken;
    const hub = this.#ports.hub(this.#ports.url, () => session.accessToken);
    const closed = new Promise<void>((resolve) => hub.onclose(() => resolve()));
    register(hub);
    this.#hub = hub;
    try {
      await hub.start();
    } catch (error) {
      // SignalR's own errors have the HTTP status of the negotiation.
      if (isRefusal(error)) await session.refresh(token).catch(() => undefined);
      return 0;
    }
    if (stop.aborted) {
      await hub.stop();
      return 0;
    }
    const since = clock.now();
    this.#state.set({ phase: "live" });
    await closed;
    return clock.now() - since;
  }
}

/** The negotiation was answered with 401. Some transports give the status only as text. */
function isRefusal(error: unknown): boolean {
  const { statusCode, message = "" } = error as { statusCode?: number; message?: string };
  return statusCode === 401 || /status code '?401/i.test(message);
}
