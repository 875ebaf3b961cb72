import { type AccountSession, browserStore, type ChatClient, createChat, systemClock } from "@chatfunctions/client";
import { ProviderSignIn } from "../accounts/provider";
import { startTimerWorker, steadyClock } from "./steadyClock";

/** Where the API is, without `/api`; "" means the page's own origin. */
export const apiUrl = (import.meta.env.VITE_API_BASE ?? "").replace(/\/+$/, "");

/** The chat that this page shows. */
export interface Client extends ChatClient {
  /** Signs in with a login and a password. Null if the user has signed in with an identity provider. */
  readonly account: AccountSession | null;
  /** Signs out, and forgets drafts and unsent messages. */
  readonly signOut: () => Promise<void>;
  /** Forgets the session of a deleted account. */
  readonly forget: () => Promise<void>;
  /** Forgets a provider's session that has ended, and reloads the page to show it. */
  readonly end: () => Promise<void>;
}

export const pageStore = () => browserStore("chatfunctions/");

export function createClient(): Client {
  const store = pageStore();
  const options = { url: apiUrl, store, clock: steadyClock(systemClock, startTimerWorker()) };
  const provider = ProviderSignIn.current(store);
  // Another tab has signed in or out.
  store.watch?.("provider", () => location.reload());
  if (!provider) {
    const client = createChat(options);
    const account = client.session;
    const forget = async () => account.forget();
    return { ...client, account, signOut: () => account.logout(), forget, end: forget };
  }
  const client = createChat({ ...options, getToken: () => provider.getToken() });
  const leave = async (ended: boolean) => {
    await provider.signOut();
    if (!ended) client.session.forget();
    history.replaceState({ ended }, "");
    location.reload();
  };
  return { ...client, account: null, signOut: () => leave(false), forget: () => leave(false), end: () => leave(true) };
}

/** Whether a provider's session ended before the page was reloaded. */
export function takeEnded(): boolean {
  const { ended } = (history.state ?? {}) as { readonly ended?: boolean };
  history.replaceState(null, "");
  return ended ?? false;
}
