import type { User } from "@chatfunctions/client";
import { ChatProvider, useChat as useRunningChat, useSession } from "@chatfunctions/client/react";
import { createContext, type ReactNode, useContext } from "react";
import type { Client } from "./client";

interface Signed {
  readonly client: Client;
  readonly me: User;
}

const Context = createContext<Signed | null>(null);

/** The chat of the signed-in user. Requires SignedIn. */
export function useChat() {
  const chat = useRunningChat();
  const { client, me } = useContext(Context) as Signed;
  return { chat, me, client, session: client.session, store: client.store };
}

/** Runs a user's chat while it is mounted. Its key must tell users apart. */
export function SignedIn({ client, children }: { client: Client; children: ReactNode }) {
  const { user } = useSession(client);
  return (
    <ChatProvider client={client} fallback={user ? null : <SigningIn />}>
      {user && <Context value={{ client, me: user }}>{children}</Context>}
    </ChatProvider>
  );
}

/** Shown until the API has told who the user of an identity provider is. */
function SigningIn() {
  return (
    <main className="blank">
      <p role="status">Signing in…</p>
    </main>
  );
}
