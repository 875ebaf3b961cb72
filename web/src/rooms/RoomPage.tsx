import type { Message, OpenRoom, Room } from "@chatfunctions/client";
import { useDraft, useOpenRoom, useOutbox, useReadable } from "@chatfunctions/client/react";
import { useEffect, useMemo, useRef, useState } from "react";
import { useIsBlocked } from "../accounts/blocking";
import { useIsConnected } from "../app/ConnectionBanner";
import { useChat } from "../app/chatContext";
import { explain } from "../app/explain";
import { hrefs, type RoomRoute, replace } from "../app/router";
import { Composer, type ComposerHandle } from "../messages/Composer";
import { DeleteMessage } from "../messages/DeleteMessage";
import { JumpToDate } from "../messages/JumpToDate";
import { MessageList, type MessageListHandle } from "../messages/MessageList";
import { ReactionsDialog } from "../messages/ReactionsDialog";
import { ReadersDialog } from "../messages/ReadersDialog";
import { ReportMessage } from "../messages/ReportMessage";
import { type RoomView, RoomViewProvider } from "../messages/roomView";
import { TypingLine } from "../messages/TypingLine";
import type { Unread } from "../messages/unread";
import { useAnnounceMessages } from "../messages/useAnnounceMessages";
import { SearchPanel } from "../search/SearchPanel";
import { ComposerClosed } from "./ComposerClosed";
import { MembersPanel } from "./MembersPanel";
import { PageHeader } from "./PageHeader";
import { PinsPanel } from "./PinsPanel";
import { ReportsPanel } from "./ReportsPanel";
import { RoomGone } from "./RoomGone";
import { RoomHeader } from "./RoomHeader";
import { RoomIcon } from "./RoomIcon";
import { RoomIntro } from "./RoomIntro";
import { titleOf } from "./roomName";
import { SettingsPanel } from "./SettingsPanel";
import { useReports } from "./useReports";
import { useRoom } from "./useRoom";

/** A room. It is kept up to date while it is shown. */
export function RoomPage({ route }: { route: RoomRoute }) {
  const open = useOpenRoom(route.roomId);
  return open && <Followed open={open} route={route} />;
}

function Followed({ open, route }: { open: OpenRoom; route: RoomRoute }) {
  const room = useRoom(open);
  const { phase, timeline } = useReadable(open.state);
  const known = useRef(room);
  known.current = room ?? known.current;
  if (phase === "gone") return <RoomGone open={open} left={timeline ? known.current : undefined} />;
  if (timeline && room) return <Shown open={open} room={room} route={route} />;
  return <Opening open={open} room={room} />;
}

/** A room that isn't loaded yet. */
function Opening({ open, room }: { open: OpenRoom; room: Room | undefined }) {
  const { phase, error } = useReadable(open.state);
  const isConnected = useIsConnected();
  const words = !error
    ? "Opening room…"
    : isConnected
      ? explain(error)
      : "This room opens when the connection is back.";
  return (
    <>
      <PageHeader title={room ? titleOf(room) : "Room"} icon={room && <RoomIcon room={room} />} />
      <div className="blank" aria-busy={phase === "opening"}>
        <p role="status">{words}</p>
        {phase === "failed" && isConnected && (
          <button className="button" type="button" onClick={() => void open.resume()}>
            Try again
          </button>
        )}
      </div>
    </>
  );
}

function Shown({ open, room, route }: { open: OpenRoom; room: Room; route: RoomRoute }) {
  const { chat } = useChat();
  const { at } = route;
  const { phase, timeline, history } = useReadable(open.state);
  const [reply, setReply] = useDraft(room.id, "reply");
  const [editing, setEditing] = useState<number | null>(null);
  const [deleting, setDeleting] = useState<Message | null>(null);
  /** Seq of the message whose reactions are shown. */
  const [reacted, setReacted] = useState<number | null>(null);
  const [isChoosingDate, setIsChoosingDate] = useState(false);
  const [reporting, setReporting] = useState<Message | null>(null);
  const [readOf, setReadOf] = useState<Message | null>(null);
  const list = useRef<MessageListHandle>(null);
  const composer = useRef<ComposerHandle>(null);
  const title = titleOf(room);
  const messages = timeline?.messages ?? [];
  const [unread, setUnread] = useState<Unread>(() => ({
    count: chat.rooms.find(room.id)?.unreadCount ?? 0,
    upTo: timeline?.applied ?? 0,
  }));
  const isDirect = room.kind === "direct";
  const isBlocked = useIsBlocked(room.with?.id);
  const canWrite = room.myRole !== "reader" && room.canSend !== false && !(isDirect && isBlocked);
  const canModerate = !isDirect && (room.myRole === "owner" || room.myRole === "admin");
  const hasPanel =
    route.panel === "reports" ? canModerate : !isDirect || route.panel === "pins" || route.panel === "search";
  const panel = hasPanel ? route.panel : null;
  const reports = useReports(room.id, canModerate, messages);
  const shownReactions = messages.find(({ seq }) => seq === reacted);
  useAnnounceMessages(messages);
  // A send may be refused because of a block that this page doesn't know of.
  const isRefused = useOutbox(room.id).some(({ state }) => state === "failed");
  useEffect(() => {
    if (isDirect && isRefused) void chat.rooms.refresh();
  }, [chat, isDirect, isRefused]);
  const startsWithSearch = useRef(panel === "search");
  useEffect(() => {
    if (!startsWithSearch.current) focusForWriting(composer);
  }, []);
  // Before it is ready, the room loads no history.
  const isReady = phase === "ready";
  useEffect(() => {
    if (at === undefined || !isReady) return;
    list.current?.jumpTo(at);
    replace(hrefs.room(room.id));
  }, [at, isReady, room.id]);
  // The dialog returns the focus to the message's button, unless the message is gone.
  useEffect(() => {
    if (!deleting && document.activeElement === document.body) focusForWriting(composer);
  }, [deleting]);

  const pins = room.pins?.join(" ") ?? "";
  const view = useMemo<RoomView>(
    () => ({
      roomId: room.id,
      open,
      pins: pins === "" ? [] : pins.split(" ").map(Number),
      canWrite,
      canModerate,
      isDirect,
      reply: (message) => {
        setReply(`${message.seq}`);
        composer.current?.focus();
      },
      edit: (seq) => {
        setEditing(seq);
        if (seq === null) composer.current?.focus();
      },
      remove: setDeleting,
      report: setReporting,
      showReactions: ({ seq }) => setReacted(seq),
      showReaders: setReadOf,
      markUnread: (message) => {
        chat.markUnread(message);
        const held = open.state.value.timeline;
        const count = held?.messages.filter(({ seq }) => seq >= message.seq).length ?? 0;
        setUnread({ count, upTo: held?.applied ?? 0 });
      },
      jumpTo: (seq) => list.current?.jumpTo(seq),
      jumpToDate: () => setIsChoosingDate(true),
    }),
    [chat, room.id, open, pins, canWrite, canModerate, isDirect, setReply],
  );
  const editLast = () => {
    const mine = messages.findLast((message) => message.sender.id === chat.me && !message.deleted);
    if (mine) setEditing(mine.seq);
  };

  return (
    <RoomViewProvider value={view}>
      <div className="room" data-panel={panel !== null}>
        <section className="room-main" aria-label={title}>
          <RoomHeader room={room} panel={panel} reports={reports.page} />
          {timeline && (
            <MessageList
              ref={list}
              timeline={timeline}
              history={history}
              editing={editing}
              unread={unread}
              intro={<RoomIntro room={room} />}
            />
          )}
          <TypingLine roomId={room.id} />
          {canWrite ? (
            <Composer
              ref={composer}
              roomId={room.id}
              title={title}
              replyTo={reply === "" ? null : Number(reply)}
              onReplied={() => setReply("")}
              onEditLast={editLast}
            />
          ) : (
            <ComposerClosed room={room} />
          )}
        </section>
        {panel === "members" && <MembersPanel room={room} />}
        {panel === "pins" && <PinsPanel room={room} />}
        {panel === "reports" && <ReportsPanel room={room} reports={reports} />}
        {panel === "settings" && <SettingsPanel room={room} />}
        {panel === "search" && <SearchPanel key={`${route.q}/${route.has}`} room={room} initial={route} />}
      </div>
      {shownReactions && <ReactionsDialog message={shownReactions} onClose={() => setReacted(null)} />}
      {isChoosingDate && <JumpToDate onClose={() => setIsChoosingDate(false)} />}
      {readOf && <ReadersDialog message={readOf} onClose={() => setReadOf(null)} />}
      {reporting && <ReportMessage message={reporting} onClose={() => setReporting(null)} />}
      {deleting && (
        <DeleteMessage
          message={deleting}
          onClose={() => {
            setDeleting(null);
            reports.reload();
          }}
        />
      )}
    </RoomViewProvider>
  );
}

/** Focus the composer with a mouse; on a phone the keyboard would hide the messages. */
function focusForWriting(composer: React.RefObject<ComposerHandle | null>): void {
  if (matchMedia("(pointer: fine)").matches) composer.current?.focus();
  else document.getElementById("main")?.focus();
}
