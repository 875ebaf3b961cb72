import { Chat } from "./chat.ts";
import { type Clock, systemClock } from "./clock.ts";
import { ApiError } from "./http/apiError.ts";
import { createHttp, type Fetch } from "./http/http.ts";
import { browserStore, type KeyValueStore } from "./keyValueStore.ts";
import type { HubFactory } from "./live/hub.ts";
import { signalRHub } from "./live/signalRHub.ts";
import { AccountSession } from "./session/accountSession.ts";
import { type Exclusive, tabLock } from "./session/exclusive.ts";
import { type GetToken, TokenSession } from "./session/tokenSession.ts";

/** How to reach the chat. Everything but `url` has a default. */
export interface ChatOptions {
  /** The address of the function app, without `/api`. "" means the page's own origin. */
  readonly url: string;
  /** Keeps the session, drafts and unsent messages. By default localStorage, or memory where there is none. */
  readonly store?: KeyValueStore;
  /** By default the system's clock. */
  readonly clock?: Clock;
  /** By default the global `fetch`. */
  readonly fetch?: Fetch;
  /** Returns a number from 0 to 1. By default `Math.random`. */
  readonly random?: () => number;
  /** Returns a random id of 16 to 64 characters. By default 128 random bits. */
  readonly newId?: () => string;
  /** Runs one refresh of the session at a time among all users of the store. By default one at a time among the browser's tabs. */
  readonly lock?: Exclusive;
  /** Creates a live connection. By default one of `@microsoft/signalr`. */
  readonly hub?: HubFactory;
}

/** A connection to a chat: signs a user in and starts the user's chat. */
export interface ChatClient<S extends AccountSession | TokenSession = AccountSession | TokenSession> {
  /** The signed-in user. */
  readonly session: S;
  /** The store of the session, drafts and unsent messages. */
  readonly store: KeyValueStore;
  /** Starts the chat of the user who is signed in. Stop it when it is no longer needed. @throws ApiError */
  start(): Promise<Chat>;
}

/** Creates a client whose access tokens come from `getToken`, which is called at the start and whenever a token is refused. */
export function createChat(options: ChatOptions & { readonly getToken: GetToken }): ChatClient<TokenSession>;
/** Creates a client for accounts with a login and a password. */
export function createChat(options: ChatOptions): ChatClient<AccountSession>;
export function createChat(options: ChatOptions & { readonly getToken?: GetToken }): ChatClient {
  const base = options.url.replace(/\/+$/, "");
  const { clock = systemClock, store = browserStore("chatfunctions/"), newId = randomId, getToken } = options;
  const http = createHttp(base, options.fetch ?? ((url, init) => fetch(url, init)), clock);
  const session = getToken
    ? new TokenSession(http, store, getToken)
    : new AccountSession(http, store, options.lock ?? tabLock("chatfunctions/session"), newId);
  const { hub = signalRHub, random = Math.random } = options;
  const ports = { base, session, store, hub, clock, random, newId, hasNetwork };
  return {
    session,
    store,
    async start() {
      if (session instanceof TokenSession) await session.open();
      if (!session.state.value.user) throw new ApiError(401, { code: "signed_out", detail: "You're signed out." });
      const chat = new Chat(ports);
      chat.start();
      return chat;
    },
  };
}

/** Node.js has a navigator without `onLine`. */
const hasNetwork = () => globalThis.navigator?.onLine ?? true;

/** 128 random bits as hex; `crypto.randomUUID` is missing where the page isn't served securely. */
function randomId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
