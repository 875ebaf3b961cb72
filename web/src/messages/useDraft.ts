import { useState } from "react";
import { useChat } from "../app/chatContext";

/** The unsent text of a room, kept in the store. */
export function useDraft(roomId: string): readonly [string, (text: string) => void] {
  const { chat, store } = useChat();
  const key = `draft/${chat.me}/${roomId}`;
  const [text, setText] = useState(() => store.get(key) ?? "");
  const change = (value: string) => {
    setText(value);
    if (value === "") store.remove(key);
    else store.set(key, value);
  };
  return [text, change];
}
