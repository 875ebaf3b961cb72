import { useNotifications, useRooms } from "@chatfunctions/client/react";
import { useState } from "react";
import { UserMenu } from "../accounts/UserMenu";
import { useChat } from "../app/chatContext";
import { useNotices } from "../app/notices";
import { hrefs, type Route } from "../app/router";
import { Icon } from "../controls/Icon";
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
        <a className="place" href={hrefs.search()} aria-current={route.page === "search" ? "page" : undefined}>
          <Icon name="search" />
          Search messages
        </a>
        <a className="place" href={hrefs.discover} aria-current={route.page === "discover" ? "page" : undefined}>
          <Icon name="compass" />
          Discover
        </a>
        <MentionsLink current={route.page === "mentions"} />
        <NotificationsLink current={route.page === "notifications"} />
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

function MentionsLink({ current }: { current: boolean }) {
  const count = useRooms().rooms.reduce((sum, room) => sum + room.mentionCount, 0);
  return (
    <a className="place" href={hrefs.mentions} aria-current={current ? "page" : undefined}>
      <Icon name="mention" />
      Mentions
      {count > 0 && (
        <span className="badge">
          {count > 99 ? "99+" : count}
          <span className="unseen"> unread</span>
        </span>
      )}
    </a>
  );
}

function NotificationsLink({ current }: { current: boolean }) {
  const unread = useNotifications().filter((item) => !item.read).length;
  return (
    <a className="place" href={hrefs.notifications} aria-current={current ? "page" : undefined}>
      <Icon name="bell" />
      Notifications
      {unread > 0 && (
        <span className="badge">
          {unread > 49 ? "50+" : unread}
          <span className="unseen"> unread</span>
        </span>
      )}
    </a>
  );
}
