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
   * Renews this user's own lease. A missed one doesn't matter: the next comes before the lease ends.
   * Answers the seq of the last event of each of these rooms that the user is in, and of others lately active; null: not known now.
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
   * Nothing is heard any more, so who is online isn't known.
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
