import { useNotifications, useRooms } from "@chatfunctions/client/react";
import { useState } from "react";
import { UserMenu } from "../accounts/UserMenu";
import { useChat } from "../app/chatContext";
import { useNotices } from "../app/notices";
import { hrefs, type Route } from "../app/router";
import { Icon, type IconName } from "../controls/Icon";
import { Menu } from "../controls/Menu";
import { HiddenDialog } from "./HiddenDialog";
import { NewDirectDialog, useOpenDirect } from "./NewDirectDialog";
import { NewRoomDialog } from "./NewRoomDialog";
import { RoomLinks } from "./RoomLinks";

/** The sidebar: the user's rooms, public rooms, notifications. */
export function Sidebar({ route, onSwitch }: { route: Route; onSwitch: () => void }) {
  const { me } = useChat();
  const { fail } = useNotices();
  const openDirect = useOpenDirect();
  const [dialog, setDialog] = useState<"room" | "direct" | "hidden" | null>(null);
  const [filter, setFilter] = useState("");
  return (
    <nav className="sidebar" aria-label="Rooms">
      <header className="sidebar-head">
        <UserMenu onHidden={() => setDialog("hidden")} />
        <Menu
          className="icon-button"
          label="New room or message"
          items={[
            { label: "New direct message", icon: "user", onSelect: () => setDialog("direct") },
            { label: "New room", icon: "chat", onSelect: () => setDialog("room") },
            { label: "Notes", icon: "notes", apart: true, onSelect: () => void openDirect(me).catch(fail) },
            { label: "Go to…", icon: "search", keys: "Ctrl+K", onSelect: onSwitch },
          ]}
        >
          <Icon name="add" />
        </Menu>
      </header>
      <div className="sidebar-places">
        <Place href={hrefs.search()} icon="search" name="Search messages" isCurrent={route.page === "search"} />
        <Place href={hrefs.discover} icon="compass" name="Discover" isCurrent={route.page === "discover"} />
        <MentionsLink isCurrent={route.page === "mentions"} />
        <NotificationsLink isCurrent={route.page === "notifications"} />
      </div>
      <label className="search">
        <Icon name="search" />
        <span className="unseen">Find a room</span>
        <input
          type="search"
          dir="auto"
          placeholder="Find a room"
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
        />
      </label>
      <RoomLinks
        filter={filter}
        current={route.page === "room" ? route.roomId : null}
        onNewRoom={() => setDialog("room")}
      />
      {dialog === "room" && <NewRoomDialog onClose={() => setDialog(null)} />}
      {dialog === "hidden" && <HiddenDialog onClose={() => setDialog(null)} />}
      {dialog === "direct" && <NewDirectDialog onClose={() => setDialog(null)} />}
    </nav>
  );
}

function MentionsLink({ isCurrent }: { isCurrent: boolean }) {
  const count = useRooms().rooms.reduce((sum, room) => sum + room.mentionCount, 0);
  const unread = count > 99 ? "99+" : count;
  return <Place href={hrefs.mentions} icon="mention" name="Mentions" isCurrent={isCurrent} unread={unread} />;
}

function NotificationsLink({ isCurrent }: { isCurrent: boolean }) {
  const count = useNotifications().filter((item) => !item.read).length;
  const unread = count > 49 ? "50+" : count;
  return <Place href={hrefs.notifications} icon="bell" name="Notifications" isCurrent={isCurrent} unread={unread} />;
}

function Place({
  href,
  icon,
  name,
  isCurrent,
  unread = 0,
}: {
  href: string;
  icon: IconName;
  name: string;
  isCurrent: boolean;
  unread?: number | string;
}) {
  return (
    <a className="place" href={href} aria-current={isCurrent ? "page" : undefined}>
      <Icon name={icon} />
      {name}
      {unread !== 0 && (
        <span className="badge">
          {unread}
          <span className="unseen"> unread</span>
        </span>
      )}
    </a>
  );
}
