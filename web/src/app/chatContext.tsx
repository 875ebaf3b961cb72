import type { User } from "@chatfunctions/client";
import { ChatProvider, useChat as useRunningChat } from "@chatfunctions/client/react";
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
  return { chat, me, session: client.session, store: client.store };
}

/** Runs a user's chat while it is mounted. Its key must be the user's id. */
export function SignedIn({ client, me, children }: Signed & { children: ReactNode }) {
  return (
    <Context value={{ client, me }}>
      <ChatProvider client={client}>{children}</ChatProvider>
    </Context>
  );
}
