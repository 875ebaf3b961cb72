import type { OutboxEntry } from "@chatfunctions/client";
import { useReadable } from "@chatfunctions/client/react";
import { useChat } from "../app/chatContext";
import { Icon } from "../controls/Icon";

/** The delivery state of an own message: sending, sent, read by everyone, or failed. */
export function Delivery({ entry, isRead }: { entry: OutboxEntry | null; isRead: boolean }) {
  const { chat } = useChat();
  const entries = useReadable(chat.outbox.entries);
  if (entry?.state === "failed" || (entry?.state === "sending" && entry.isLate)) return <Undelivered entry={entry} />;
  const waits = entry && entries.some((one) => one.state === "failed" && isBefore(one, entry));
  const [icon, words] = waits
    ? (["clock", "Waiting for the message above"] as const)
    : entry?.state === "sending"
      ? (["clock", "Sending…"] as const)
      : isRead
        ? (["checks", "Read by everyone"] as const)
        : (["check", "Sent"] as const);
  return (
    <span className="delivery" data-read={isRead} title={words}>
      <Icon name={icon} />
      <span className="unseen">{words}</span>
    </span>
  );
}

const isBefore = (one: OutboxEntry, other: OutboxEntry) =>
  one.roomId === other.roomId && one.writtenAt < other.writtenAt;

/** An unsent message, with the reason and what the user can do. */
function Undelivered({ entry }: { entry: OutboxEntry }) {
  const { outbox } = useChat().chat;
  const { clientMessageId, state, reason } = entry;
  const words = state === "failed" ? `Not sent${reason ? `: ${reason}` : ""}` : "Not sent yet. Still trying…";
  const retry = () => (state === "failed" ? outbox.retry(clientMessageId) : outbox.retryNow());
  return (
    <div className="failed" role="alert" dir="ltr">
      <span title={reason}>
        <Icon name="warning" /> {words}
      </span>
      <button className="link-button" type="button" onClick={retry}>
        {state === "failed" ? "Try again" : "Try now"}
      </button>
      <button className="link-button" type="button" onClick={() => outbox.discard(clientMessageId)}>
        Discard
      </button>
    </div>
  );
}
