import { SignIn } from "../accounts/SignIn";
import { ChatProvider, useSession } from "./chatContext";
import type { Engine } from "./engine";
import { NoticeProvider } from "./notices";
import { RefuseFiles } from "./RefuseFiles";
import { Workspace } from "./Workspace";

/** The sign-in page, or the chat of the signed-in user. */
export function App({ engine }: { engine: Engine }) {
  const { user, ended } = useSession(engine);
  return (
    <NoticeProvider key={user?.id ?? ""}>
      <RefuseFiles />
      {user ? (
        <ChatProvider key={user.id} engine={engine} me={user}>
          <Workspace />
        </ChatProvider>
      ) : (
        <SignIn session={engine.session} ended={ended ?? false} />
      )}
    </NoticeProvider>
  );
}
