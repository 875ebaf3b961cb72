import type { Room } from "@chatfunctions/client";
import { useCallback, useRef, useState } from "react";
import { useChat } from "../app/chatContext";
import { rove } from "../controls/rove";
import { useRoomView } from "../messages/roomView";
import { closeCovering, Panel } from "../rooms/Panel";
import { HitText } from "./HitText";
import { SearchField } from "./SearchField";
import { useSearch } from "./useSearch";

/** Finds messages of a room. Choosing one shows it in the room. */
export function SearchPanel({ room, initial }: { room: Room; initial: string }) {
  const { chat } = useChat();
  const { jumpTo, jumpToDate } = useRoomView();
  const input = useRef<HTMLInputElement>(null);
  const [q, setQ] = useState(initial);
  const load = useCallback(
    (text: string, cursor: string | null, signal?: AbortSignal) =>
      chat.api.searchRoom(room.id, { q: text, cursor }, signal),
    [chat, room.id],
  );
  const { found, status, isCurrent, more } = useSearch(q, load);
  const show = (seq: number) => {
    closeCovering(room.id);
    jumpTo(seq);
  };
  return (
    <Panel title="Search" roomId={room.id} initialFocus={input}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: moves the focus between the field and the results in it */}
      <div onKeyDown={(event) => rove(event, "input, .hit")}>
        <SearchField ref={input} q={q} onChange={setQ} status={status} />
        {q.trim() === "" && (
          <button className="button quiet wide" type="button" onClick={jumpToDate}>
            Jump to date
          </button>
        )}
        <ul className="hits" aria-label="Messages found" aria-busy={!isCurrent}>
          {found?.items.map((hit) => (
            <li key={hit.message.seq}>
              <button className="hit" type="button" onClick={() => show(hit.message.seq)}>
                <HitText hit={hit} />
              </button>
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
