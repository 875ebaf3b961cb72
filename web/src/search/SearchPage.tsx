import type { SearchResults } from "@chatfunctions/client";
import { useRooms } from "@chatfunctions/client/react";
import { useCallback, useEffect, useState } from "react";
import { useChat } from "../app/chatContext";
import { type Has, hrefs, replace } from "../app/router";
import { PageHeader } from "../rooms/PageHeader";
import { RoomIcon } from "../rooms/RoomIcon";
import { titleOf } from "../rooms/roomName";
import { HitText } from "./HitText";
import { HasFilter, SearchField } from "./SearchField";
import { useSearch } from "./useSearch";

/** Messages that a search lists of each room; the room's own search has the others. */
const perRoom = 5;

/** Finds messages in all of the user's rooms. */
export function SearchPage({ initial }: { initial: { readonly q: string; readonly has?: Has } }) {
  const { chat } = useChat();
  const [q, setQ] = useState(initial.q);
  const [has, setHas] = useState(initial.has);
  const load = useCallback(
    (text: string, cursor: string | null, signal?: AbortSignal) =>
      chat.api.searchRooms({ q: text, has, cursor, limit: perRoom }, signal),
    [chat, has],
  );
  const { found, status, isCurrent, more } = useSearch(q, load, has !== undefined);
  // A room that became active between two pages is on both.
  const rooms = found?.items.filter(({ roomId }, n, all) => all.findIndex((one) => one.roomId === roomId) === n);
  // The browser's back button returns to the results.
  useEffect(() => {
    if (isCurrent) replace(hrefs.search(q, has));
  }, [isCurrent, q, has]);
  return (
    <>
      <PageHeader title="Search" detail="Messages in your rooms" />
      <div className="scroll">
        <div className="column">
          <SearchField q={q} onChange={setQ} status={status}>
            <HasFilter value={has} onChange={setHas} />
          </SearchField>
          {rooms?.map((results) => (
            <RoomResults key={results.roomId} results={results} q={q} has={has} />
          ))}
          {found?.cursor && (
            <button className="button quiet" type="button" onClick={more}>
              Search more rooms
            </button>
          )}
        </div>
      </div>
    </>
  );
}

function RoomResults({ results: { roomId, items, cursor }, q, has }: { results: SearchResults; q: string; has: Has }) {
  const room = useRooms().rooms.find((one) => one.id === roomId);
  const title = room ? titleOf(room) : "Room";
  return (
    <section className="room-results" aria-label={title}>
      <h2>
        {room && <RoomIcon room={room} />}
        <bdi>{title}</bdi>
      </h2>
      <ul className="hits">
        {items.map((hit) => (
          <li key={hit.message.seq}>
            <a className="hit" href={hrefs.message(roomId, hit.message.seq)}>
              <HitText hit={hit} />
            </a>
          </li>
        ))}
      </ul>
      {cursor && (
        <a className="button quiet" href={hrefs.roomSearch(roomId, q, has)}>
          Search older messages
          <span className="unseen"> in {title}</span>
        </a>
      )}
    </section>
  );
}
