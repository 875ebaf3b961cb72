import type { Message, RoomKind, RoomSummary } from "@chatfunctions/client";
import { useBlocks, useDraft, useNamedText, useRooms, useTyping } from "@chatfunctions/client/react";
import { memo, type ReactNode } from "react";
import { useIsConnected } from "../app/ConnectionBanner";
import { useChat } from "../app/chatContext";
import { explain } from "../app/explain";
import { hrefs } from "../app/router";
import { beginning } from "../controls/beginning";
import { shortTime } from "../controls/dates";
import { folded } from "../controls/folded";
import { Icon } from "../controls/Icon";
import { rove } from "../controls/rove";
import { preview } from "../messages/preview";
import { isSystem, SenderName } from "../messages/SenderName";
import { RoomIcon } from "./RoomIcon";
import { titleOf } from "./roomName";

/** The user's rooms: favourites first, then by latest activity. Arrow keys move among them. */
export function RoomLinks({
  filter,
  current,
  onNewRoom,
}: {
  filter: string;
  current: string | null;
  onNewRoom: () => void;
}) {
  const { chat } = useChat();
  const { phase, error, rooms } = useRooms();
  const isConnected = useIsConnected();
  if (phase === "loading") return <RoomLinksLoading />;
  if (phase === "failed") {
    return (
      <div className="sidebar-note" role="alert">
        <p>{isConnected ? explain(error) : "Your rooms appear when the connection is back."}</p>
        {isConnected && (
          <button className="button quiet" type="button" onClick={() => void chat.rooms.refresh()}>
            Try again
          </button>
        )}
      </div>
    );
  }
  if (rooms.length === 0)
    return (
      <div className="sidebar-note">
        <p>No rooms yet.</p>
        <button className="button wide" type="button" onClick={onNewRoom}>
          Create a room
        </button>
        <a className="button quiet wide" href={hrefs.discover}>
          Browse public rooms
        </a>
      </div>
    );
  const wanted = folded(filter.trim());
  const found = rooms
    .filter((room) => folded(titleOf(room)).includes(wanted))
    .sort((a, b) => Number(b.favourite) - Number(a.favourite));
  if (found.length === 0) return <p className="sidebar-note">No matching rooms.</p>;
  // One link is in the tab order; arrow keys move among them.
  const entry = found.some((room) => room.id === current) ? current : found[0]?.id;
  return (
    <ul className="room-links" onKeyDown={(event) => rove(event, "a")}>
      {found.map((room) => (
        <RoomLink key={room.id} room={room} isCurrent={room.id === current} isEntry={room.id === entry} />
      ))}
    </ul>
  );
}

const RoomLink = memo(function RoomLink({
  room,
  isCurrent,
  isEntry,
}: {
  room: RoomSummary;
  isCurrent: boolean;
  isEntry: boolean;
}) {
  const blocked = useBlocks();
  const typist = useTyping(room.id).find(({ id }) => !blocked.has(id));
  const last = room.lastMessage;
  const unread = room.unreadCount;
  return (
    <li>
      <a
        className="room-link"
        href={hrefs.room(room.id)}
        tabIndex={isEntry ? 0 : -1}
        aria-current={isCurrent ? "page" : undefined}
        data-unread={unread > 0}
      >
        <RoomIcon room={room} />
        <span className="room-link-text">
          <span className="room-link-top">
            <bdi className="room-link-name">{titleOf(room)}</bdi>
            {room.favourite && (
              <>
                <Icon name="star" className="room-link-star" />
                <span className="unseen">Favourite</span>
              </>
            )}
            {last && <time dateTime={last.createdAt}>{shortTime(last.createdAt)}</time>}
          </span>
          <span className="room-link-bottom">
            <span className="room-link-last">
              {typist ? (
                <em>
                  <bdi>{typist.username}</bdi> is typing…
                </em>
              ) : isCurrent ? (
                <LastMessage room={room} />
              ) : (
                <Draft roomId={room.id}>
                  <LastMessage room={room} />
                </Draft>
              )}
            </span>
            {room.mentionCount > 0 && (
              <span className="badge">
                @{room.mentionCount > 99 ? "99+" : room.mentionCount}
                <span className="unseen"> mentions</span>
              </span>
            )}
            {unread > 0 && (
              <span className="badge" data-quiet={room.level !== "everything"}>
                {unread > 99 ? "99+" : unread}
                <span className="unseen"> unread</span>
              </span>
            )}
          </span>
        </span>
      </a>
    </li>
  );
});

/** The beginning of the unsent message, or `children` if there is none. */
function Draft({ roomId, children }: { roomId: string; children: ReactNode }) {
  const text = useDraft(roomId)[0].trim();
  if (text === "") return children;
  return (
    <>
      <span className="room-link-draft">Draft:</span> <bdi>{beginning(text, 120)}</bdi>
    </>
  );
}

function LastMessage({ room }: { room: RoomSummary }) {
  const { chat } = useChat();
  const blocked = useBlocks();
  const last = room.lastMessage;
  if (!last) return "No messages yet";
  if (room.kind !== "direct" && blocked.has(last.sender.id)) return "Message from a blocked user";
  return <Preview message={last} isOwn={last.sender.id === chat.me} kind={room.kind} />;
}

/** A one-line preview of a message. */
function Preview({ message, isOwn, kind }: { message: Message; isOwn: boolean; kind: RoomKind }) {
  const text = preview(useNamedText(message.text), message.attachments);
  return (
    <>
      {isOwn ? (
        "You: "
      ) : kind === "direct" && !isSystem(message.sender) ? null : (
        <>
          <SenderName sender={message.sender} />:{" "}
        </>
      )}
      <bdi>{message.deleted ? "Message deleted" : beginning(text, 120)}</bdi>
    </>
  );
}

function RoomLinksLoading() {
  return (
    <div className="room-links" aria-busy="true">
      <span className="unseen">Loading rooms</span>
      {[1, 2, 3, 4].map((line) => (
        <div className="ghost-link" key={line} />
      ))}
    </div>
  );
}
