import { useEffect, useState } from "react";
import { useChat } from "../app/chatContext";
import { useCell } from "../app/useCell";
import { asApiError } from "../chat/http/apiError";
import { messageAt } from "../chat/timeline/messageWindow";
import type { Message } from "../chat/wire";
import { Icon } from "../controls/Icon";
import { useRoomView } from "./roomView";

/** The message that another one answers, in one line; pressing it goes there. */
export function ReplyQuote({ seq, isCurrent }: { seq: number; isCurrent: boolean }) {
  const { jumpTo } = useRoomView();
  const message = useMessage(seq);
  return (
    <button className="quote" type="button" tabIndex={isCurrent ? 0 : -1} onClick={() => jumpTo(seq)}>
      <Icon name="reply" />
      <span className="unseen">In reply to </span>
      {message && <strong>{message.sender.username}</strong>}
      <span>{message ? (message.deleted ? "Message deleted" : message.text.slice(0, 160)) : "An earlier message"}</span>
    </button>
  );
}

/** A message of this room, held or fetched. */
function useMessage(seq: number): Message | undefined {
  const { chat } = useChat();
  const { roomId, open } = useRoomView();
  const { timeline } = useCell(open.sync.state);
  const [fetched, setFetched] = useState<Message>();
  const held = timeline ? messageAt(timeline.messages, seq) : undefined;
  const missing = !held && !fetched;
  useEffect(() => {
    if (!missing) return;
    chat.api.message(roomId, seq).then(setFetched, asApiError);
  }, [chat, roomId, seq, missing]);
  return held ?? fetched;
}
