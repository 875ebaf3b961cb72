import { Icon } from "../controls/Icon";
import { useRoomView } from "./roomView";
import { SenderName } from "./SenderName";
import { useMessage } from "./useMessage";

/** A one-line quote of the message that was replied to. Pressing it jumps there. */
export function ReplyQuote({ seq, isCurrent }: { seq: number; isCurrent: boolean }) {
  const { jumpTo } = useRoomView();
  const message = useMessage(seq);
  return (
    <button className="quote" type="button" tabIndex={isCurrent ? 0 : -1} onClick={() => jumpTo(seq)}>
      <Icon name="reply" />
      <span className="unseen">In reply to </span>
      {message && <SenderName sender={message.sender} className="quote-sender" />}
      <bdi>{message ? (message.deleted ? "Message deleted" : message.text.slice(0, 160)) : "An earlier message"}</bdi>
    </button>
  );
}
