import type { Message } from "../../client/src/wire";
import { useChat } from "../app/chatContext";
import { Confirm } from "../controls/Confirm";
import { useRoomView } from "./roomView";

/** Confirms the deletion of a message. */
export function DeleteMessage({ message, onClose }: { message: Message; onClose: () => void }) {
  const { chat } = useChat();
  const { open } = useRoomView();
  return (
    <Confirm
      title="Delete message"
      action="Delete"
      onConfirm={() => chat.actions.remove(open.sync, message)}
      onClose={onClose}
    >
      Delete this message for everyone? “<bdi>{message.text.slice(0, 100)}</bdi>”
    </Confirm>
  );
}
