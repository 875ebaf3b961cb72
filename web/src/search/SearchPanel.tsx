import type { Room } from "@chatfunctions/client";
import { useReadable } from "@chatfunctions/client/react";
import { useCallback, useRef, useState } from "react";
import { useChat } from "../app/chatContext";
import type { Has } from "../app/router";
import { rove } from "../controls/rove";
import { useRoomView } from "../messages/roomView";
import { Panel } from "../rooms/Panel";
import { HitButton } from "./HitButton";
import { Filter, HasFilter, SearchField } from "./SearchField";
import { useSearch } from "./useSearch";

/** Finds messages of a room. Choosing one shows it in the room. */
export function SearchPanel({ room, initial }: { room: Room; initial: { readonly q?: string; readonly has?: Has } }) {
  const { chat } = useChat();
  const { open, jumpToDate } = useRoomView();
  const { roster } = useReadable(open.members.state);
  const input = useRef<HTMLInputElement>(null);
  const [q, setQ] = useState(initial.q ?? "");
  const [has, setHas] = useState(initial.has);
  const [from, setFrom] = useState<string>();
  const load = useCallback(
    (text: string, cursor: string | null, signal?: AbortSignal) =>
      chat.api.searchRoom(room.id, { q: text, has, from, cursor }, signal),
    [chat, room.id, has, from],
  );
  const { found, status, isCurrent, more } = useSearch(q, load, has !== undefined);
  const isEmpty = q.trim() === "" && has === undefined;
  return (
    <Panel title="Search" roomId={room.id} initialFocus={input}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: moves the focus between the field and the results in it */}
      <div onKeyDown={(event) => rove(event, "input, .hit")}>
        <SearchField ref={input} q={q} onChange={setQ} status={isEmpty && from ? "Type a word to find." : status}>
          <Filter
            label="From"
            any="Anyone"
            options={[...roster.values()]
              .map(({ user }) => [user.id, user.username] as const)
              .sort(([, a], [, b]) => a.localeCompare(b))}
            value={from}
            onChange={setFrom}
          />
          <HasFilter value={has} onChange={setHas} />
        </SearchField>
        {isEmpty && (
          <button className="button quiet wide" type="button" onClick={jumpToDate}>
            Jump to date
          </button>
        )}
        <ul className="hits" aria-label="Messages found" aria-busy={!isCurrent}>
          {found?.items.map((hit) => (
            <li key={hit.message.seq}>
              <HitButton hit={hit} />
            </li>
          ))}
        </ul>
        {found?.cursor && (
          <button className="button quiet wide" type="button" onClick={more}>
            Search older messages
          </button>
        )}
      </div>
    </Panel>
  );
}
