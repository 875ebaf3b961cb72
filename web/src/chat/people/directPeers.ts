import type { Api } from "../api/api";
import { Cell, type Readable } from "../cell";
import { asApiError } from "../http/apiError";
import type { UserRef } from "../wire";

/** Who the other one is in each direct room. Asked once a room: the pair never changes. */
export class DirectPeers {
  readonly #api: Api;
  readonly #me: string;
  readonly #peers = new Cell<ReadonlyMap<string, UserRef>>(new Map());
  readonly #asked = new Set<string>();
  #queue: Promise<void> = Promise.resolve();

  constructor(api: Api, me: string) {
    this.#api = api;
    this.#me = me;
  }

  /** Room id -> the other user. */
  get peers(): Readable<ReadonlyMap<string, UserRef>> {
    return this.#peers;
  }

  know(roomId: string, peer: UserRef): void {
    this.#asked.add(roomId);
    this.#peers.update((peers) => new Map(peers).set(roomId, peer));
  }

  /** Finds out, one room after the other, and only once each. */
  want(roomId: string): void {
    if (this.#asked.has(roomId)) return;
    this.#asked.add(roomId);
    this.#queue = this.#queue.then(() => this.#ask(roomId));
  }

  async #ask(roomId: string): Promise<void> {
    try {
      const members = await this.#api.members(roomId);
      const other = members.find(({ user }) => user.id !== this.#me);
      if (other) this.know(roomId, other.user);
    } catch (error) {
      if (asApiError(error).passing) this.#asked.delete(roomId);
    }
  }
}
