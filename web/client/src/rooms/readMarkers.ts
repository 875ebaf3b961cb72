import type { Api } from "../api/api.ts";
import { backoff, type Random } from "../backoff.ts";
import { type Clock, delay } from "../clock.ts";
import { asApiError } from "../http/apiError.ts";

/** At most one marker a room is sent in this time; the last one always is. */
const spacing = 1_000;

/** How far a room is read; or, with `unread`, from where on the user wants it to be unread. */
interface Marker {
  readonly seq: number;
  readonly unread?: true;
}

/** Tells the server how far the user has read each room. Markers move back only when the user wants that. */
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

  /** Answers whether this moved the marker. */
  mark(roomId: string, seq: number): boolean {
    if (roomId === this.#held || seq <= (this.#wanted.get(roomId)?.seq ?? 0)) return false;
    this.#wanted.set(roomId, { seq });
    void this.#send(roomId);
    return true;
  }

  /** Moves the marker back, and keeps it from being moved until `release`. */
  moveBack(roomId: string, seq: number): void {
    this.#held = roomId;
    this.#wanted.set(roomId, { seq, unread: true });
    void this.#send(roomId);
  }

  /** The user leaves the room that was marked as unread. */
  release(): void {
    this.#held = null;
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
      const marker = this.#wanted.get(roomId);
      if (!marker || marker === this.#sent.get(roomId)) break;
      const failure = await this.#api.markRead(roomId, marker).then(() => null, asApiError);
      // A refusal is final: the user isn't in the room any more.
      if (!failure?.passing) this.#sent.set(roomId, marker);
      if (failure && !failure.passing) break;
      failures = failure ? failures + 1 : 0;
      const wait = failure ? Math.max(failure.retryAfterMs ?? 0, backoff(failures, this.#random)) : spacing;
      await delay(this.#clock, wait, failure ? this.#wake.signal : this.#stop.signal);
    }
    this.#sending.delete(roomId);
  }
}
