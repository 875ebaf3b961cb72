import { cleanText, type Message, withNames } from "@chatfunctions/client";
import { type FormEvent, type KeyboardEvent, useState } from "react";
import { useChat } from "../app/chatContext";
import { useTask } from "../app/useTask";
import { FormError } from "../controls/Field";
import { isComposing } from "../controls/isComposing";
import { GrowingText } from "./GrowingText";
import { useRoomView } from "./roomView";
import { useCompletions } from "./useCompletions";
import { useMentions } from "./useMentions";

/** Edits an own message in place. */
export function EditForm({ message }: { message: Message }) {
  const { chat } = useChat();
  const { edit } = useRoomView();
  const [base] = useState(message);
  const { names } = chat.names;
  const [text, setText] = useState(() => withNames(message.text, (id) => names.value.get(id)));
  const mentions = useMentions(message.mentions?.map((id) => ({ id, username: names.value.get(id) ?? "" })));
  const completions = useCompletions(mentions.completion);
  const clean = cleanText(mentions.encode(text));
  const task = useTask(() => chat.messages.edit(base, clean));
  const save = async (event?: FormEvent) => {
    event?.preventDefault();
    if (clean === "" || clean === base.text || (await task.run())) edit(null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event)) return;
    if (event.key === "Escape") edit(null);
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    void save();
  };
  return (
    <form className="edit-form" onSubmit={save}>
      <GrowingText
        label="Edit message"
        autoFocus
        value={text}
        onChange={setText}
        onKeyDown={onKeyDown}
        completions={completions}
      />
      <FormError error={task.error} />
      <div className="edit-actions">
        <button className="button quiet small" type="button" onClick={() => edit(null)}>
          Cancel
        </button>
        <button className="button small" type="submit" disabled={task.busy}>
          Save
        </button>
      </div>
    </form>
  );
}
