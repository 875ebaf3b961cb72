import type { Api } from "../api/api.ts";
import { backoff, type Random } from "../backoff.ts";
import { type Clock, delay } from "../clock.ts";
import { asApiError } from "../http/apiError.ts";

/** The minimum time between two markers of a room. The last one is always sent. */
const spacing = 1_000;

/** A read position; with `unread`, the user moved it back. */
interface Marker {
  readonly seq: number;
  readonly unread?: true;
}

/** Sends the user's read markers. They move back only if the user marks messages as unread. */
export class ReadMarkers {
  readonly #api: Api;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #wanted = new Map<string, Marker>();
  readonly #sent = new Map<string, Marker>();
  readonly #sending = new Set<string>();
  readonly #stop = new AbortController();
  #wake = new AbortController();
  #held: string | null = null;

  constructor(api: Api, clock: Clock, random: Random) {
    this.#api = api;
    this.#clock = clock;
    this.#random = random;
  }

  /** Returns whether the marker moved. */
  mark(roomId: string, seq: number): boolean {
    if (roomId === this.#held || seq <= (this.#wanted.get(roomId)?.seq ?? 0)) return false;
    this.#wanted.set(roomId, { seq });
    void this.#send(roomId);
    return true;
  }

  /** Moves the marker back, and holds it until `release`. */
  moveBack(roomId: string, seq: number): void {
    this.#held = roomId;
    this.#wanted.set(roomId, { seq, unread: true });
    void this.#send(roomId);
  }

  /** Releases the marker that `moveBack` holds. */
  release(): void {
    this.#held = null;
  }

  /** Retries immediately, because the network is back. */
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
      const marker = this.#wanted.get(roomId);
      if (!marker || marker === this.#sent.get(roomId)) break;
      const failure = await this.#api.markRead(roomId, marker).then(() => null, asApiError);
      // A refusal is final: the user has left the room.
      if (!failure?.passing) this.#sent.set(roomId, marker);
      if (failure && !failure.passing) break;
      failures = failure ? failures + 1 : 0;
      const wait = failure ? Math.max(failure.retryAfterMs ?? 0, backoff(failures, this.#random)) : spacing;
      await delay(this.#clock, wait, failure ? this.#wake.signal : this.#stop.signal);
    }
    this.#sending.delete(roomId);
  }
}
