import type { Room } from "@chatfunctions/client";
import { useLoaded } from "@chatfunctions/client/react";
import { useCallback } from "react";
import { useChat } from "../app/chatContext";
import { explain } from "../app/explain";
import { useNotices } from "../app/notices";
import { useRoomView } from "../messages/roomView";
import { HitButton } from "../search/HitButton";
import { Panel } from "./Panel";

/** The room's pinned messages, the one pinned last first. Choosing one shows it in the room. */
export function PinsPanel({ room }: { room: Room }) {
  const { chat } = useChat();
  const { fail } = useNotices();
  const { canWrite } = useRoomView();
  const pins = room.pins?.join() ?? "";
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new pin loads the list again
  const load = useCallback(() => chat.api.pins(room.id), [chat, room.id, pins]);
  const { value, error } = useLoaded(pins === "" ? null : load);
  const messages = value?.items.filter(({ seq }) => room.pins?.includes(seq)) ?? [];
  return (
    <Panel title="Pinned messages" roomId={room.id}>
      <p role="status">{pins === "" ? "No pinned messages." : error ? explain(error) : value ? "" : "Loading…"}</p>
      <ul className="hits">
        {messages.map((message) => (
          <li key={message.seq}>
            <HitButton hit={{ message, matches: [] }} />
            {canWrite && (
              <button
                className="button quiet small"
                type="button"
                onClick={() => void chat.api.unpin(room.id, message.seq).catch(fail)}
              >
                Unpin
              </button>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
