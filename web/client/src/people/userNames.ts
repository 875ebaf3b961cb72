import type { Api } from "../api/api.ts";
import { Cell, type Readable } from "../cell.ts";
import { asApiError } from "../http/apiError.ts";
import type { User, UserRef } from "../wire.ts";

/** The names of users whom messages mention, each loaded when it is first needed, and the pictures of members. */
export class UserNames {
  readonly #api: Pick<Api, "user">;
  readonly #names = new Cell<ReadonlyMap<string, string>>(new Map());
  readonly #pictures = new Cell<ReadonlyMap<string, string | null>>(new Map());
  readonly #asked = new Set<string>();

  /** @internal */
  constructor(api: Pick<Api, "user">) {
    this.#api = api;
  }

  /** The names that are known, by user id. */
  get names(): Readable<ReadonlyMap<string, string>> {
    return this.#names;
  }

  /** The addresses of the pictures that users have uploaded, by user id; null if a user has none. */
  get pictures(): Readable<ReadonlyMap<string, string | null>> {
    return this.#pictures;
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

  /** Loads the address of a user's picture again, once for each address that has expired. */
  async renewPicture(userId: string, expired: string): Promise<void> {
    if (this.#asked.has(expired)) return;
    this.#asked.add(expired);
    try {
      this.learn([await this.#api.user(userId)]);
    } catch (error) {
      if (asApiError(error).passing) this.#asked.delete(expired);
    }
  }

  /** @internal */
  learn(users: readonly UserRef[]): void {
    learn(
      this.#names,
      users.map(({ id, username }) => [id, username]),
    );
    learn(
      this.#pictures,
      users.map((user) => [user.id, uploadedPicture(user)]),
    );
  }
}

/** Adds what is new to a map. */
function learn<T>(known: Cell<ReadonlyMap<string, T>>, entries: readonly (readonly [string, T])[]): void {
  const fresh = entries.filter(([id, value]) => known.value.get(id) !== value);
  if (fresh.length > 0) known.update((all) => new Map([...all, ...fresh]));
}

/** The address of the picture that the user has uploaded; null if there is none. Other pictures are on servers that shouldn't know who reads. */
export const uploadedPicture = (user: UserRef & Pick<User, "pictureSource">): string | null =>
  user.pictureSource === "external" ? null : (user.pictureUrl ?? null);
