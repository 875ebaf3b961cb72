import { Cell, type Readable } from "../cell.ts";
import { ApiError, asApiError } from "../http/apiError.ts";
import type { Http } from "../http/http.ts";
import { forgetUser, type KeyValueStore, readJson } from "../keyValueStore.ts";
import type { Tokens, User } from "../wire.ts";
import type { Exclusive } from "./exclusive.ts";
import { authorised, type Session, type SessionState } from "./session.ts";

const key = "session";

/** Tokens with the attemptId of the next refresh, which makes it repeatable. */
type Kept = Tokens & { readonly attemptId: string };

/**
 * A session of an account with a login and a password. Its tokens are in memory, and in the store so that a reload and other tabs find them.
 *
 * A refresh token can be used once; using it twice ends the session. So one refresh runs at a time among all tabs, and looks for a
 * newer token in the store first. A refresh whose answer was lost is repeated with the same attemptId, also after a reload.
 */
export class AccountSession implements Session {
  readonly #http: Http;
  readonly #store: KeyValueStore;
  readonly #exclusive: Exclusive;
  readonly #newId: () => string;
  readonly #state: Cell<SessionState>;
  /** @internal */
  readonly authorised: Http;
  #session: Kept | null;

  /** @internal */
  constructor(http: Http, store: KeyValueStore, exclusive: Exclusive, newId: () => string) {
    this.#http = http;
    this.#store = store;
    this.#exclusive = exclusive;
    this.#newId = newId;
    this.authorised = authorised(http, this);
    this.#session = readSession(store);
    this.#state = new Cell<SessionState>(this.#session ? { user: this.#session.user } : { user: null, ended: false });
    store.watch?.(key, () => this.#adopt(readSession(store), false));
  }

  /** The signed-in user, or the reason why there is none. */
  get state(): Readable<SessionState> {
    return this.#state;
  }

  /** @internal */
  get accessToken(): string {
    return this.#session?.accessToken ?? "";
  }

  /** Creates an account and signs in. @throws ApiError */
  async register(login: string, password: string, username?: string): Promise<void> {
    this.#open(await this.#http({ method: "POST", path: "/register", body: { login, password, username } }));
  }

  /** Signs in. @throws ApiError */
  async login(login: string, password: string): Promise<void> {
    this.#open(await this.#http({ method: "POST", path: "/login", body: { login, password } }));
  }

  /** Sets a new password with the code of a reset link, and signs in. @throws ApiError */
  async resetPassword(code: string, newPassword: string): Promise<void> {
    const body = { code, newPassword };
    const { login } = await this.#http<{ login: string }>({ method: "POST", path: "/password-reset", body });
    await this.login(login, newPassword);
  }

  /** Forgets the session immediately, with drafts and unsent messages, and ends it on the server if that can be reached. */
  async logout(): Promise<void> {
    const session = this.#session;
    this.#forget(false);
    if (session) await this.#end(session).catch(asApiError);
  }

  /** Shows the user with a new name or picture. */
  setUser(user: User): void {
    if (this.#session) this.#keep({ ...this.#session, user });
  }

  /** Forgets a session that the server has ended, for example because the account was deleted. */
  forget(): void {
    this.#forget(false);
  }

  /** @internal */
  refresh(refusedToken: string): Promise<{ readonly accessToken: string }> {
    if (this.#session && this.#session.accessToken !== refusedToken) return Promise.resolve(this.#session);
    return this.#exclusive(() => this.#spend(refusedToken));
  }

  async #spend(refusedToken: string): Promise<Tokens> {
    // Another request or tab may have refreshed or signed out meanwhile.
    const stored = readSession(this.#store);
    if (!stored) this.#forget(this.#session !== null);
    else if (stored.accessToken !== refusedToken) this.#adopt(stored, false);
    if (!this.#session) throw new ApiError(401, { code: "signed_out", detail: "You're signed out." });
    if (this.#session.accessToken !== refusedToken) return this.#session;
    const { refreshToken } = this.#session;
    try {
      const next = await this.#renew(this.#session);
      // If the user signed out meanwhile, the answer must not sign in again.
      if (this.#session?.refreshToken === refreshToken) this.#open(next);
      return next;
    } catch (error) {
      const { status } = asApiError(error);
      if ((status === 401 || status === 400) && this.#session?.refreshToken === refreshToken) this.#forget(true);
      throw error;
    }
  }

  /** Logging out needs an access token that hasn't expired. */
  async #end(session: Kept): Promise<void> {
    const end = ({ accessToken }: Tokens) => this.#http<void>({ method: "POST", path: "/logout", token: accessToken });
    try {
      await end(session);
    } catch (error) {
      if (asApiError(error).status !== 401) throw error;
      await end(await this.#renew(session));
    }
  }

  #renew({ refreshToken, attemptId }: Kept): Promise<Tokens> {
    return this.#http({ method: "POST", path: "/refresh", body: { refreshToken, attemptId } });
  }

  #open(session: Tokens): void {
    this.#keep({ ...session, attemptId: this.#newId() });
  }

  #keep(session: Kept): void {
    this.#store.set(key, JSON.stringify(session));
    this.#adopt(session, false);
  }

  /** Drafts and unsent messages are removed only if the user ended the session. */
  #forget(ended: boolean): void {
    const user = this.#session?.user;
    this.#store.remove(key);
    this.#adopt(null, ended);
    if (user && !ended) forgetUser(this.#store, user.id);
  }

  #adopt(session: Kept | null, ended: boolean): void {
    const before = this.#session?.user;
    this.#session = session;
    const same =
      session &&
      before?.id === session.user.id &&
      before.username === session.user.username &&
      before.pictureUrl === session.user.pictureUrl;
    if (!same) this.#state.set(session ? { user: session.user } : { user: null, ended });
  }
}

const readSession = (store: KeyValueStore) => readJson<Kept>(store, key);
