import type { Api } from "../api/api.ts";
import type { Random } from "../backoff.ts";
import { Cell, type Readable } from "../cell.ts";
import type { Clock } from "../clock.ts";
import { ApiError, asApiError } from "../http/apiError.ts";
import { Refresher } from "../refresher.ts";

/** The ids of users who are online; null while that isn't known. */
export type OnlineIds = ReadonlySet<string> | null;

/** Who is online. */
export class Presence {
  readonly #api: Api;
  readonly #online = new Cell<OnlineIds>(null);
  readonly #refresher: Refresher;

  /** @internal */
  constructor(api: Api, clock: Clock, random: Random) {
    this.#api = api;
    const load = async () => this.#online.set(new Set((await api.onlineUsers()).map(({ user }) => user.id)));
    this.#refresher = new Refresher(load, clock, random);
  }

  /** The ids of the users who are online; null while that isn't known. */
  get online(): Readable<OnlineIds> {
    return this.#online;
  }

  /** Asks the server who is online. */
  refresh(): Promise<void> {
    return this.#refresher.run();
  }

  /**
   * Renews this user's lease. A missed renewal doesn't matter, because the next one is in time.
   * Returns the last seqs of the given rooms that the user is in, and of other recently active ones; null: unknown.
   * @internal
   */
  async renew(rooms: readonly string[]): Promise<Readonly<Record<string, number>> | null> {
    const answer = await this.#api.renewPresence(rooms).catch(asApiError);
    return answer instanceof ApiError ? null : (answer.heads ?? null);
  }

  /** @internal */
  heard(userId: string, online: boolean): void {
    const known = this.#online.value;
    if (!known || known.has(userId) === online) return;
    const ids = new Set(known);
    if (online) ids.add(userId);
    else ids.delete(userId);
    this.#online.set(ids);
  }

  /**
   * The live connection is lost, so it is unknown who is online.
   * @internal
   */
  forget(): void {
    this.#online.set(null);
  }

  /** @internal */
  stop(): void {
    this.#refresher.stop();
  }
}
