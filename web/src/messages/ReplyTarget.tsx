import { useNamedText } from "@chatfunctions/client/react";
import { Icon } from "../controls/Icon";
import { plainText } from "./markdown";
import { SenderName } from "./SenderName";
import { useMessage } from "./useMessage";

/** The message that the draft replies to. */
export function ReplyTarget({ seq, onCancel }: { seq: number; onCancel: () => void }) {
  const message = useMessage(seq);
  const text = plainText(useNamedText(message?.text ?? ""));
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
