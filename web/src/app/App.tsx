import { useSession } from "@chatfunctions/client/react";
import { SignIn } from "../accounts/SignIn";
import { SignedIn } from "./chatContext";
import type { Client } from "./client";
import { NoticeProvider } from "./notices";
import { RefuseFiles } from "./RefuseFiles";
import { Workspace } from "./Workspace";

/** The sign-in page, or the chat of the signed-in user. */
export function App({ client }: { client: Client }) {
  const { user, ended } = useSession(client);
  return (
    <NoticeProvider key={user?.id ?? ""}>
      <RefuseFiles />
      {user ? (
        <SignedIn key={user.id} client={client} me={user}>
          <Workspace />
        </SignedIn>
      ) : (
        <SignIn session={client.session} ended={ended ?? false} />
      )}
    </NoticeProvider>
  );
}
