import type { Api } from "../api/api.ts";
import type { Random } from "../backoff.ts";
import { Cell, type Readable } from "../cell.ts";
import type { Clock } from "../clock.ts";
import { Refresher } from "../refresher.ts";
import type { BlockedUser, UserRef } from "../wire.ts";

/** The users whom the user has blocked. */
export class Blocks {
  readonly #api: Api;
  readonly #clock: Clock;
  readonly #blocked = new Cell<ReadonlyMap<string, BlockedUser>>(new Map());
  readonly #refresher: Refresher;

  /** @internal */
  constructor(api: Api, clock: Clock, random: Random) {
    this.#api = api;
    this.#clock = clock;
    const load = async () =>
      this.#blocked.set(new Map((await api.blockedUsers()).map((block) => [block.user.id, block])));
    this.#refresher = new Refresher(load, clock, random);
  }

  /** By their ids. */
  get blocked(): Readable<ReadonlyMap<string, BlockedUser>> {
    return this.#blocked;
  }

  /** Blocks a user. @throws ApiError */
  async block(user: UserRef): Promise<void> {
    await this.#api.block(user.id);
    const blockedAt = new Date(this.#clock.now()).toISOString();
    this.#change((blocked) => blocked.set(user.id, { user, blockedAt }));
  }

  /** Unblocks a user. @throws ApiError */
  async unblock({ id }: UserRef): Promise<void> {
    await this.#api.unblock(id);
    this.#change((blocked) => blocked.delete(id));
  }

  /** Loads the list again. Resolves at the end, also after a failure. */
  refresh(): Promise<void> {
    return this.#refresher.run();
  }

  /** @internal */
  stop(): void {
    this.#refresher.stop();
  }

  /** Reads the list again, because an answer in progress may not contain the change. */
  #change(change: (blocked: Map<string, BlockedUser>) => unknown): void {
    this.#blocked.update((before) => {
      const blocked = new Map(before);
      change(blocked);
      return blocked;
    });
    void this.refresh();
  }
}
