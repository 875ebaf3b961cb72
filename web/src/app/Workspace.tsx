import { useRooms } from "@chatfunctions/client/react";
import { useEffect, useState } from "react";
import { useShortcut } from "../controls/useShortcut";
import { wanted } from "../notifications/attention";
import { MentionsPage } from "../notifications/MentionsPage";
import { NotificationsPage } from "../notifications/NotificationsPage";
import { useAttention } from "../notifications/useAttention";
import { DiscoverPage } from "../rooms/DiscoverPage";
import { JoinPage } from "../rooms/JoinPage";
import { QuickSwitcher } from "../rooms/QuickSwitcher";
import { RoomPage } from "../rooms/RoomPage";
import { Sidebar } from "../rooms/Sidebar";
import { SearchPage } from "../search/SearchPage";
import { ConnectionBanner } from "./ConnectionBanner";
import { NotFoundPage } from "./NotFoundPage";
import { type Route, useRoute } from "./router";
import { Welcome } from "./Welcome";

/** The signed-in page: the sidebar and the open room; on a phone one of the two. */
export function Workspace() {
  const route = useRoute();
  useTitle();
  const [isSwitching, setIsSwitching] = useState(false);
  useShortcut("k", () => setIsSwitching(true));
  useAttention(route.page === "room" ? route.roomId : null);
  return (
    <div className="workspace" data-page={route.page}>
      <button className="skip-link" type="button" onClick={focusMain}>
        Skip to content
      </button>
      <Sidebar route={route} onSwitch={() => setIsSwitching(true)} />
      <div className="workspace-main">
        <ConnectionBanner />
        <main id="main" tabIndex={-1} className="page">
          <Page route={route} />
        </main>
      </div>
      {isSwitching && <QuickSwitcher onClose={() => setIsSwitching(false)} />}
    </div>
  );
}

function Page({ route }: { route: Route }) {
  if (route.page === "room") return <RoomPage key={route.roomId} route={route} />;
  if (route.page === "join") return <JoinPage key={route.code} code={route.code} />;
  if (route.page === "discover") return <DiscoverPage />;
  if (route.page === "search") return <SearchPage initial={route} />;
  if (route.page === "mentions") return <MentionsPage />;
  if (route.page === "notifications") return <NotificationsPage />;
  if (route.page === "unknown") return <NotFoundPage />;
  return <Welcome />;
}

/** A button, not a link: the address's hash is the router's. */
function focusMain() {
  document.getElementById("main")?.focus();
}

function useTitle() {
  const { rooms } = useRooms();
  const unread = rooms.reduce((sum, room) => sum + wanted(room), 0);
  useEffect(() => {
    document.title = unread > 0 ? `(${unread > 99 ? "99+" : unread}) ChatFunctions` : "ChatFunctions";
  }, [unread]);
}
