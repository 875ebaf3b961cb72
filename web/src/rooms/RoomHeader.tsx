import type { Page, ReportedMessage, Room } from "@chatfunctions/client";
import { usePresence } from "@chatfunctions/client/react";
import { useEffect, useRef } from "react";
import { go, hrefs, type RoomPanel } from "../app/router";
import { counted } from "../controls/counted";
import { Icon, type IconName } from "../controls/Icon";
import { useShortcut } from "../controls/useShortcut";
import { PageHeader } from "./PageHeader";
import { RoomIcon } from "./RoomIcon";
import { RoomMenu } from "./RoomMenu";
import { isNotes, titleOf } from "./roomName";

/** The room's name and the buttons of its panels. */
export function RoomHeader({
  room,
  panel,
  reports,
}: {
  room: Room;
  panel: RoomPanel | null;
  /** Reported messages; null for users who don't see them. */
  reports: Page<ReportedMessage> | null;
}) {
  // Ctrl+F stays the browser's.
  useShortcut("f", () => go(hrefs.room(room.id, "search")), { shift: true });
  const online = usePresence();
  const isDirect = room.kind === "direct";
  const kind = room.kind === "public" ? "Public" : "Private";
  const isOnline = room.with && online?.has(room.with.id);
  const detail = isNotes(room)
    ? "Only you can see this"
    : isDirect
      ? online && (isOnline ? "Online" : "Offline")
      : `${kind} · ${counted(room.memberCount, "member")}${room.topic ? ` · ${room.topic}` : ""}`;
  return (
    <PageHeader title={titleOf(room)} detail={detail} icon={<RoomIcon room={room} />}>
      <PanelLink room={room} to="search" label="Search messages" icon="search" panel={panel} keys="Control+Shift+F" />
      {(room.pins?.length || panel === "pins") && (
        <PanelLink room={room} to="pins" label="Pinned messages" icon="pin" panel={panel} isWide />
      )}
      {(reports?.items.length || panel === "reports") && (
        <PanelLink
          room={room}
          to="reports"
          label="Reported messages"
          icon="flag"
          panel={panel}
          count={reports?.items.length ? `${reports.items.length}${reports.cursor ? "+" : ""}` : undefined}
        />
      )}
      {!isDirect && <PanelLink room={room} to="members" label="Members" icon="people" panel={panel} />}
      {!isDirect && <PanelLink room={room} to="settings" label="Room settings" icon="settings" panel={panel} isWide />}
      {room.myRole && <RoomMenu room={room} />}
    </PageHeader>
  );
}

function PanelLink({
  room,
  to,
  label,
  icon,
  panel,
  keys,
  isWide,
  count,
}: {
  room: Room;
  to: RoomPanel;
  label: string;
  icon: IconName;
  panel: RoomPanel | null;
  keys?: string;
  /** Whether a phone has it in the room's menu only. */
  isWide?: boolean;
  count?: string | undefined;
}) {
  const link = useRef<HTMLAnchorElement>(null);
  const isOpen = panel === to;
  const wasOpen = useRef(isOpen);
  // Return the focus to the button that opened the panel.
  useEffect(() => {
    if (wasOpen.current && !isOpen && document.activeElement === document.body) link.current?.focus();
    wasOpen.current = isOpen;
  }, [isOpen]);
  return (
    <a
      ref={link}
      className={isWide ? "icon-button wide" : "icon-button"}
      href={hrefs.room(room.id, isOpen ? null : to)}
      aria-label={count ? `${label}: ${count}` : label}
      title={keys ? `${label} (${keys.replace("Control", "Ctrl")})` : label}
      aria-keyshortcuts={keys}
      aria-current={isOpen ? "true" : undefined}
    >
      <Icon name={icon} />
      {count && <span className="badge">{count}</span>}
    </a>
  );
}
