import { useChat } from "../app/chatContext";
import type { OutboxEntry } from "../chat/outbox/outboxEntry";
import { Icon } from "../controls/Icon";

/** How far one's own message has come: sending, sent, read by everyone, or failed. */
export function Delivery({ entry, isRead }: { entry: OutboxEntry | null; isRead: boolean }) {
  const { chat } = useChat();
  if (entry?.state === "failed") {
    const id = entry.clientMessageId;
    return (
      <div className="failed" role="alert">
        <Icon name="warning" />
        <span title={entry.reason}>Not sent{entry.reason ? `: ${entry.reason}` : ""}</span>
        <button className="link-button" type="button" onClick={() => chat.outbox.retry(id)}>
          Try again
        </button>
        <button className="link-button" type="button" onClick={() => chat.outbox.discard(id)}>
          Discard
        </button>
      </div>
    );
  }
  const [icon, words] =
    entry?.state === "sending"
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
