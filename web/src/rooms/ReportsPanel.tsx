import type { Room } from "@chatfunctions/client";
import { useChat } from "../app/chatContext";
import { explain } from "../app/explain";
import { useNotices } from "../app/notices";
import { shortTime } from "../controls/dates";
import { useRoomView } from "../messages/roomView";
import { HitButton } from "../search/HitButton";
import { Panel } from "./Panel";
import type { Reports } from "./useReports";

/** The room's reported messages, newest first. An admin deletes a message or dismisses its reports. */
export function ReportsPanel({ room, reports: { page, error, reload } }: { room: Room; reports: Reports }) {
  const { chat } = useChat();
  const { tell, fail } = useNotices();
  const { remove } = useRoomView();
  const dismiss = async (seq: number) => {
    await chat.api.dismissReports(room.id, seq);
    tell("Reports dismissed");
    reload();
  };
  const status = page ? page.items.length === 0 && "No reported messages." : error ? explain(error) : "Loading…";
  return (
    <Panel title="Reported messages" roomId={room.id}>
      <p role="status">{status}</p>
      <ul className="hits">
        {page?.items.map(({ message, reports }) => (
          <li key={message.seq}>
            <HitButton hit={{ message, matches: [] }} />
            <ul className="report-reasons">
              {reports.map(({ user, reason, reportedAt }) => (
                <li key={user.id}>
                  <bdi>{user.username}</bdi>: <bdi>{reason}</bdi> <small>{shortTime(reportedAt)}</small>
                </li>
              ))}
            </ul>
            <button className="button danger quiet small" type="button" onClick={() => remove(message)}>
              Delete…
            </button>
            <button className="button quiet small" type="button" onClick={() => void dismiss(message.seq).catch(fail)}>
              Dismiss
            </button>
          </li>
        ))}
      </ul>
      {page?.cursor && <p>There are more. They appear when these are settled.</p>}
    </Panel>
  );
}
