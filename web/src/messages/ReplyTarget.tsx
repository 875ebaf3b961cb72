import { useNamedText } from "@chatfunctions/client/react";
import { Icon } from "../controls/Icon";
import { preview } from "./preview";
import { SenderName } from "./SenderName";
import { useMessage } from "./useMessage";

/** The message that the draft replies to. */
export function ReplyTarget({ seq, onCancel }: { seq: number; onCancel: () => void }) {
  const message = useMessage(seq);
  const text = preview(useNamedText(message?.text ?? ""), message?.attachments);
  return (
    <div className="composer-reply">
      <Icon name="reply" />
      <span>
        Replying to{" "}
        {message ? (
          <>
            <SenderName sender={message.sender} className="quote-sender" />: <bdi>{text.slice(0, 120)}</bdi>
          </>
        ) : (
          "an earlier message"
        )}
      </span>
      <button className="icon-button" type="button" aria-label="Cancel reply" onClick={onCancel}>
        <Icon name="close" />
      </button>
    </div>
  );
}
