import type { Api } from "../api/api.ts";
import { Cell, type Readable } from "../cell.ts";
import type { Clock } from "../clock.ts";
import { asApiError } from "../http/apiError.ts";
import type { UserRef } from "../wire.ts";

/** The server forwards at most one signal a room in this time. */
const sendEvery = 3_000;
/** A user has stopped typing after this time: two signals are missing. */
const shownFor = 7_000;

export interface TypingSignal {
  readonly roomId: string;
  readonly userId: string;
  readonly username: string;
}

/** The users who are typing. A signal lasts some seconds. */
export class Typing {
  readonly #api: Api;
  readonly #clock: Clock;
  readonly #me: string;
  readonly #typists = new Cell<ReadonlyMap<string, readonly UserRef[]>>(new Map());
  readonly #cancels = new Map<string, () => void>();
  readonly #sentAt = new Map<string, number>();

  /** @internal */
  constructor(api: Api, me: string, clock: Clock) {
    this.#api = api;
    this.#me = me;
    this.#clock = clock;
  }

  /** The users who are typing, by room id, in the order in which they began. */
  get typists(): Readable<ReadonlyMap<string, readonly UserRef[]>> {
    return this.#typists;
  }

  /** Tells the room that the user is typing; call it at each key press. */
  pressed(roomId: string): void {
    const now = this.#clock.now();
    if (now - (this.#sentAt.get(roomId) ?? Number.NEGATIVE_INFINITY) < sendEvery) return;
    this.#sentAt.set(roomId, now);
    this.#api.typing(roomId).catch(asApiError);
  }

  /**
   * The message was sent, so the next key press is reported again.
   * @internal
   */
  finished(roomId: string): void {
    this.#sentAt.delete(roomId);
  }

  /** @internal */
  heard({ roomId, userId, username }: TypingSignal): void {
    if (userId === this.#me) return;
    this.#cancels.get(`${roomId}/${userId}`)?.();
    // Uses this client's clock, because expiresAt uses the server's.
    this.#cancels.set(
      `${roomId}/${userId}`,
      this.#clock.after(shownFor, () => this.stopped(roomId, userId)),
    );
    const typists = this.#typists.value.get(roomId) ?? [];
    if (!typists.some((user) => user.id === userId)) this.#set(roomId, [...typists, { id: userId, username }]);
  }

  /**
   * The signal has expired, or a message of this user has arrived.
   * @internal
   */
  stopped(roomId: string, userId: string): void {
    const cancel = this.#cancels.get(`${roomId}/${userId}`);
    if (!cancel) return;
    cancel();
    this.#cancels.delete(`${roomId}/${userId}`);
    const typists = this.#typists.value.get(roomId) ?? [];
    this.#set(
      roomId,
      typists.filter((user) => user.id !== userId),
    );
  }

  /** @internal */
  stop(): void {
    for (const cancel of this.#cancels.values()) cancel();
  }

  #set(roomId: string, typists: readonly UserRef[]): void {
    const all = new Map(this.#typists.value);
    if (typists.length > 0) all.set(roomId, typists);
    else all.delete(roomId);
    this.#typists.set(all);
  }
}
