import type { Api } from "../api/api.ts";
import { Cell, type Readable } from "../cell.ts";
import { asApiError } from "../http/apiError.ts";
import type { UserRef } from "../wire.ts";

/** The names of users whom messages mention, each loaded when it is first needed. */
export class UserNames {
  readonly #api: Pick<Api, "user">;
  readonly #names = new Cell<ReadonlyMap<string, string>>(new Map());
  readonly #asked = new Set<string>();

  /** @internal */
  constructor(api: Pick<Api, "user">) {
    this.#api = api;
  }

  /** The names that are known, by user id. */
  get names(): Readable<ReadonlyMap<string, string>> {
    return this.#names;
  }

  /** Loads a name, unless it is known or there is no such user. */
  async load(userId: string): Promise<void> {
    if (this.#asked.has(userId) || this.#names.value.has(userId)) return;
    this.#asked.add(userId);
    try {
      this.learn([await this.#api.user(userId)]);
    } catch (error) {
      if (asApiError(error).passing) this.#asked.delete(userId);
    }
  }

  /** @internal */
  learn(users: readonly UserRef[]): void {
    const fresh = users.filter(({ id, username }) => this.#names.value.get(id) !== username);
    if (fresh.length > 0)
      this.#names.update((names) => new Map([...names, ...fresh.map(({ id, username }) => [id, username] as const)]));
  }
}
