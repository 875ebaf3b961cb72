import type { KeyValueStore } from "@chatfunctions/client";
import type { UserManager } from "oidc-client-ts";

/** How users can sign in, from `GET /identity`. */
export interface SignInOptions {
  readonly localAccounts: boolean;
  readonly providers: readonly SignInProvider[];
}

/** An OpenID Connect provider. */
export interface SignInProvider {
  readonly name: string;
  readonly authority: string;
  readonly clientId: string;
  readonly scope: string;
  readonly audience: string;
}

/** The provider that the user has signed in with, and the one that the user is signing in with. */
type Key = "provider" | "provider-pending";

/** Signs the user in with a provider (authorization code flow with PKCE) and gets its access tokens. */
export class ProviderSignIn {
  readonly #store: KeyValueStore;
  readonly #provider: SignInProvider;
  #manager: Promise<UserManager> | null = null;
  #lastToken = "";

  constructor(store: KeyValueStore, provider: SignInProvider) {
    this.#store = store;
    this.#provider = provider;
  }

  /** The provider that the user has signed in with, or null. */
  static current(store: KeyValueStore): ProviderSignIn | null {
    return ProviderSignIn.#read(store, "provider");
  }

  /** Completes a sign-in if the provider has sent the user back to this page. Returns false if it failed. */
  static async complete(store: KeyValueStore): Promise<boolean> {
    const query = new URLSearchParams(location.search);
    if (!query.has("state") || !(query.has("code") || query.has("error"))) return true;
    const pending = ProviderSignIn.#read(store, "provider-pending");
    store.remove("provider-pending");
    try {
      return pending !== null && (await pending.#complete());
    } finally {
      // A failure keeps the hash, too, because the provider doesn't send it back.
      history.replaceState(null, "", `${location.pathname}${store.get("provider-hash") ?? ""}`);
      store.remove("provider-hash");
    }
  }

  static #read(store: KeyValueStore, key: Key): ProviderSignIn | null {
    const text = store.get(key);
    return text === null ? null : new ProviderSignIn(store, JSON.parse(text) as SignInProvider);
  }

  /** Leaves this page for the provider's. */
  async begin(): Promise<void> {
    const manager = await this.#load();
    this.#keep("provider-pending");
    this.#store.set("provider-hash", location.hash);
    await manager.signinRedirect();
  }

  /** An access token other than the last one; "" if the user must sign in again. */
  getToken(): Promise<string> {
    // One tab at a time, because a refresh token may be valid only once.
    const work = () => this.#nextToken();
    return navigator.locks ? navigator.locks.request("chatfunctions/provider", work) : work();
  }

  /** Forgets the tokens. The user stays signed in at the provider. */
  async signOut(): Promise<void> {
    const manager = await this.#load();
    // The user is signed out here even if the provider can't be reached or can't revoke tokens.
    await manager.revokeTokens(["refresh_token"]).catch(() => undefined);
    await manager.removeUser();
    this.#store.remove("provider");
  }

  async #complete(): Promise<boolean> {
    const manager = await this.#load();
    try {
      await manager.signinCallback();
    } catch {
      // The user refused, the provider did, or the response belongs to another attempt.
      return false;
    }
    this.#keep("provider");
    return true;
  }

  async #nextToken(): Promise<string> {
    const manager = await this.#load();
    let user = await manager.getUser();
    if (user && (user.access_token === this.#lastToken || user.expired)) user = await this.#renew(manager);
    this.#lastToken = user?.access_token ?? "";
    return this.#lastToken;
  }

  /** Without a refresh token, the user has to sign in again: the page's content security policy allows no hidden frame. */
  async #renew(manager: UserManager) {
    const { ErrorResponse } = await import("oidc-client-ts");
    try {
      return (await manager.getUser())?.refresh_token ? await manager.signinSilent() : null;
    } catch (error) {
      if (error instanceof ErrorResponse) return null;
      throw error;
    }
  }

  #keep(key: Key): void {
    this.#store.set(key, JSON.stringify(this.#provider));
  }

  /** Loads the library when it is needed first. */
  #load(): Promise<UserManager> {
    this.#manager ??= this.#create();
    return this.#manager;
  }

  async #create(): Promise<UserManager> {
    const { UserManager, WebStorageStateStore } = await import("oidc-client-ts");
    const { authority, clientId, scope, audience } = this.#provider;
    return new UserManager({
      authority,
      client_id: clientId,
      redirect_uri: location.origin + location.pathname,
      scope,
      extraQueryParams: { audience },
      userStore: new WebStorageStateStore({ prefix: "chatfunctions/oidc.", store: localStorage }),
      stateStore: new WebStorageStateStore({ prefix: "chatfunctions/oidc-state.", store: localStorage }),
      automaticSilentRenew: false,
      monitorSession: false,
      requestTimeoutInSeconds: 15,
    });
  }
}
