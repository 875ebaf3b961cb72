import { useNamedText } from "@chatfunctions/client/react";
import { useIsBlocked } from "../accounts/blocking";
import { beginning } from "../controls/beginning";
import { Icon } from "../controls/Icon";
import { preview } from "./preview";
import { useRoomView } from "./roomView";
import { SenderName } from "./SenderName";
import { useMessage } from "./useMessage";

/** A one-line quote of the message that was replied to. Pressing it jumps there. */
export function ReplyQuote({ seq, isCurrent }: { seq: number; isCurrent: boolean }) {
  const { jumpTo, isDirect } = useRoomView();
  const message = useMessage(seq);
  const text = preview(useNamedText(message?.text ?? ""), message?.attachments);
  const isCollapsed = useIsBlocked(message?.sender.id) && !isDirect;
  return (
    <button className="quote" type="button" tabIndex={isCurrent ? 0 : -1} onClick={() => jumpTo(seq)}>
      <Icon name="reply" />
      <span className="unseen">In reply to </span>
      {message && !isCollapsed && <SenderName sender={message.sender} className="quote-sender" />}
      <bdi>
        {!message
          ? "An earlier message"
          : message.deleted
            ? "Message deleted"
            : isCollapsed
              ? "Message from a blocked user"
              : beginning(text, 160)}
      </bdi>
    </button>
  );
}
