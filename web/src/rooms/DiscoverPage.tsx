import { useEffect, useState } from "react";
import { useChat } from "../app/chatContext";
import { explain } from "../app/explain";
import { useNotices } from "../app/notices";
import { go, hrefs } from "../app/router";
import { useCell } from "../app/useCell";
import { type ApiError, asApiError } from "../chat/http/apiError";
import type { Page, Room } from "../chat/wire";
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
            <span className="unseen">Find a public room</span>
            <input
              type="search"
              placeholder="Name starts with…"
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
  const isMember = useCell(chat.rooms.state).rooms.some((one) => one.id === room.id);
  const join = async () => {
    chat.rooms.add(await chat.api.joinRoom(room.id));
    go(hrefs.room(room.id));
  };
  return (
    <li className="card">
      <span className="room-icon">
        <Icon name="globe" />
      </span>
      <span className="card-text">
        <strong>{room.name}</strong>
        <small>{counted(room.memberCount, "member")}</small>
      </span>
      {isMember ? (
        <a className="button quiet" href={hrefs.room(room.id)} aria-label={`Open ${room.name}`}>
          Open
        </a>
      ) : (
        <button className="button" type="button" aria-label={`Join ${room.name}`} onClick={() => join().catch(fail)}>
          Join
        </button>
      )}
    </li>
  );
}

function usePublicRooms(q: string) {
  const { chat } = useChat();
  const [page, setPage] = useState<Page<Room> | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    const load = async () => {
      const answer = await chat.api.publicRooms(q, null, stop.signal).catch(asApiError);
      if (stop.signal.aborted) return;
      setError("items" in answer ? null : answer);
      setPage("items" in answer ? answer : { items: [] });
    };
    const timer = setTimeout(load, q === "" ? 0 : 200);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [chat, q]);
  const more = async () => {
    const next = await chat.api.publicRooms(q, page?.cursor).catch(asApiError);
    if ("items" in next) setPage({ items: [...(page?.items ?? []), ...next.items], cursor: next.cursor ?? null });
    else setError(next);
  };
  return { page, error, more };
}
