import { useSession } from "@chatfunctions/client/react";
import { useEffect } from "react";
import { ResetPassword } from "../accounts/ResetPassword";
import { SignIn } from "../accounts/SignIn";
import { SignedIn } from "./chatContext";
import type { Client } from "./client";
import { NoticeProvider } from "./notices";
import { RefuseFiles } from "./RefuseFiles";
import { useRoute } from "./router";
import { Workspace } from "./Workspace";

/** The sign-in page, or the chat of the signed-in user. */
export function App({ client, notice }: { client: Client; notice: string | undefined }) {
  const { user, ended } = useSession(client);
  const { account, store } = client;
  const route = useRoute();
  useEffect(() => {
    if (!account && ended) void client.end();
  }, [client, account, ended]);
  // The user of a provider is known when the chat has started.
  const key = account ? (user?.id ?? "") : "provider";
  return (
    <NoticeProvider key={key}>
      <RefuseFiles />
      {route.page === "reset" ? (
        <ResetPassword key={route.code} client={client} code={route.code} />
      ) : account && !user ? (
        <SignIn session={account} store={store} notice={ended ? sessionEnded : notice} />
      ) : (
        <SignedIn key={key} client={client}>
          <Workspace />
        </SignedIn>
      )}
    </NoticeProvider>
  );
}

export const sessionEnded = "Your session has ended. Sign in again. Unsent messages are saved.";
