import { Cell, type Readable } from "../cell.ts";
import { ApiError, asApiError } from "../http/apiError.ts";
import type { Http } from "../http/http.ts";
import { forgetUser, type KeyValueStore } from "../keyValueStore.ts";
import type { User } from "../wire.ts";
import { authorised, type Session, type SessionState } from "./session.ts";

/** Returns an access token for the user: one of the product's own back end, or of an OpenID Connect provider. */
export type GetToken = () => Promise<string>;

/** A session with tokens of the product that embeds the chat. */
export class TokenSession implements Session {
  readonly #store: KeyValueStore;
  readonly #getToken: GetToken;
  readonly #state = new Cell<SessionState>({ user: null, ended: false });
  /** @internal */
  readonly authorised: Http;
  #token = "";
  #user: User | null = null;
  #pending: Promise<{ readonly accessToken: string }> | null = null;

  /** @internal */
  constructor(http: Http, store: KeyValueStore, getToken: GetToken) {
    this.#store = store;
    this.#getToken = getToken;
    this.authorised = authorised(http, this);
  }

  /** The user, once the chat has started; or why there is none. */
  get state(): Readable<SessionState> {
    return this.#state;
  }

  /** @internal */
  get accessToken(): string {
    return this.#token;
  }

  /** Gets a token and identifies its user. @internal @throws ApiError */
  async open(): Promise<void> {
    if (this.#user) return;
    try {
      if (this.#token === "") await this.refresh("");
      this.setUser(await this.authorised<User>({ method: "GET", path: "/me" }));
    } catch (error) {
      if (asApiError(error).status === 401) this.#state.set({ user: null, ended: true });
      throw error;
    }
  }

  /** Shows the user with a new name. */
  setUser(user: User): void {
    this.#user = user;
    this.#state.set({ user });
  }

  /** Forgets the token and the user, with drafts and unsent messages. Sign out of the product itself to end the session. */
  forget(): void {
    if (this.#user) forgetUser(this.#store, this.#user.id);
    this.#token = "";
    this.#user = null;
    this.#state.set({ user: null, ended: false });
  }

  /** @internal */
  refresh(refusedToken: string): Promise<{ readonly accessToken: string }> {
    if (this.#token !== refusedToken) return Promise.resolve({ accessToken: this.#token });
    this.#pending ??= this.#renew().finally(() => {
      this.#pending = null;
    });
    return this.#pending;
  }

  async #renew(): Promise<{ readonly accessToken: string }> {
    const refused = this.#token;
    let accessToken: string;
    try {
      accessToken = await this.#getToken();
    } catch (error) {
      // The callback may succeed later.
      if (error instanceof ApiError) throw error;
      throw new ApiError(0, { detail: "Can't get an access token." }, undefined, { cause: error });
    }
    if (accessToken === "" || accessToken === refused) {
      if (this.#user) this.#state.set({ user: null, ended: true });
      throw new ApiError(401, { code: "signed_out", detail: "You're signed out." });
    }
    this.#token = accessToken;
    if (this.#user && !this.#state.value.user) this.#state.set({ user: this.#user });
    return { accessToken };
  }
}
