import type { Api } from "../api/api";
import { backoff, type Random } from "../backoff";
import { type Clock, delay } from "../clock";
import { asApiError } from "../http/apiError";

/** At most one marker a room is sent in this time; the last one always is. */
const spacing = 1_000;

/** Tells the server how far the user has read each room. Markers only move forward. */
export class ReadMarkers {
  readonly #api: Api;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #wanted = new Map<string, number>();
  readonly #sent = new Map<string, number>();
  readonly #sending = new Set<string>();
  readonly #stop = new AbortController();
  #wake = new AbortController();

  constructor(api: Api, clock: Clock, random: Random) {
    this.#api = api;
    this.#clock = clock;
    this.#random = random;
  }

  /** Answers whether this moved the marker. */
  mark(roomId: string, seq: number): boolean {
    if (seq <= (this.#wanted.get(roomId) ?? 0)) return false;
    this.#wanted.set(roomId, seq);
    void this.#send(roomId);
    return true;
  }

  /** Ends waits between tries: the network is back. */
  retryNow(): void {
    this.#wake.abort();
    this.#wake = new AbortController();
  }

  stop(): void {
    this.#stop.abort();
    this.#wake.abort();
  }

  async #send(roomId: string): Promise<void> {
    if (this.#sending.has(roomId)) return;
    this.#sending.add(roomId);
    for (let failures = 0; !this.#stop.signal.aborted; ) {
      const seq = this.#wanted.get(roomId) ?? 0;
      if (seq === this.#sent.get(roomId)) break;
      const failure = await this.#api.markRead(roomId, seq).then(() => null, asApiError);
      // A refusal is final: the user isn't in the room any more.
      if (!failure?.passing) this.#sent.set(roomId, seq);
      if (failure && !failure.passing) break;
      failures = failure ? failures + 1 : 0;
      const wait = failure ? Math.max(failure.retryAfterMs ?? 0, backoff(failures, this.#random)) : spacing;
      await delay(this.#clock, wait, failure ? this.#wake.signal : this.#stop.signal);
    }
    this.#sending.delete(roomId);
  }
}
