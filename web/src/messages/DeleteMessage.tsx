import type { Message } from "@chatfunctions/client";
import { useChat } from "../app/chatContext";
import { beginning } from "../controls/beginning";
import { Confirm } from "../controls/Confirm";
import { preview } from "./preview";

/** Confirms the deletion of a message. */
export function DeleteMessage({ message, onClose }: { message: Message; onClose: () => void }) {
  const { chat } = useChat();
  return (
    <Confirm title="Delete message" action="Delete" onConfirm={() => chat.messages.delete(message)} onClose={onClose}>
      Delete this message for everyone? “<bdi>{beginning(preview(message.text, message.attachments), 100)}</bdi>”
    </Confirm>
  );
}
