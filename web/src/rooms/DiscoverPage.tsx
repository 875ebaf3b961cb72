import { asApiError, type Room } from "@chatfunctions/client";
import { useRooms } from "@chatfunctions/client/react";
import { useCallback, useState } from "react";
import { useChat } from "../app/chatContext";
import { explain } from "../app/explain";
import { useNotices } from "../app/notices";
import { go, hrefs } from "../app/router";
import { typingPause } from "../app/typingPause";
import { usePages } from "../app/usePages";
import { counted } from "../controls/counted";
import { Icon } from "../controls/Icon";
import { PageHeader } from "./PageHeader";

/** Public rooms, to find and join. */
export function DiscoverPage() {
  const [q, setQ] = useState("");
  const { page, error, more } = usePublicRooms(q.trim());
  return (
    <>
      <PageHeader title="Discover" detail="Public rooms anyone can join" />
      <div className="scroll">
        <div className="column">
          <label className="search">
            <Icon name="search" />
            <input
              type="search"
              aria-label="Find a public room"
              dir="auto"
              placeholder="Find a public room"
              value={q}
              onChange={(event) => setQ(event.target.value)}
            />
          </label>
          <div role="status" className="column-note">
            {error
              ? explain(error)
              : page === null
                ? "Loading…"
                : page.items.length === 0
                  ? "No public rooms found."
                  : ""}
          </div>
          <ul className="cards">
            {page?.items.map((room) => (
              <RoomCard key={room.id} room={room} />
            ))}
          </ul>
          {page?.cursor && (
            <button className="button quiet" type="button" onClick={more}>
              Show more
            </button>
          )}
        </div>
      </div>
    </>
  );
}

function RoomCard({ room }: { room: Room }) {
  const { chat } = useChat();
  const { fail } = useNotices();
  const isMember = useRooms().rooms.some((one) => one.id === room.id);
  const [isBanned, setIsBanned] = useState(false);
  const join = async () => {
    try {
      await chat.rooms.join(room.id);
      go(hrefs.room(room.id));
    } catch (error) {
      if (asApiError(error).code === "banned") setIsBanned(true);
      else fail(error);
    }
  };
  return (
    <li className="card">
      <span className="room-icon">
        <Icon name="globe" />
      </span>
      <span className="card-text">
        <bdi className="card-title">{room.name}</bdi>
        <small>
          {counted(room.memberCount, "member")}
          {room.topic && (
            <>
              {" · "}
              <bdi>{room.topic}</bdi>
            </>
          )}
        </small>
      </span>
      {isBanned ? (
        <small role="status">You are banned from this room.</small>
      ) : isMember ? (
        <a className="button quiet" href={hrefs.room(room.id)} aria-label={`Open ${room.name}`}>
          Open
        </a>
      ) : (
        <button className="button" type="button" aria-label={`Join ${room.name}`} onClick={() => void join()}>
          Join
        </button>
      )}
    </li>
  );
}

function usePublicRooms(q: string) {
  const { chat } = useChat();
  const load = useCallback(
    async (cursor: string | null, signal?: AbortSignal) => {
      if (q !== "" && signal) await typingPause(signal);
      return chat.api.publicRooms(q, cursor, signal);
    },
    [chat, q],
  );
  return usePages(load);
}
