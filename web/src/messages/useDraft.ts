import { useCallback, useEffect, useMemo } from "react";
import { Draft } from "../../client/src/draft";
import { useChat } from "../app/chatContext";
import { useCell } from "../app/useCell";

/** The draft of a room, or the seq of the message that it replies to, kept in the store. */
export function useDraft(roomId: string, part: "text" | "reply"): readonly [string, (value: string) => void] {
  const { chat, store } = useChat();
  const key = `draft/${chat.me}/${roomId}${part === "reply" ? "/reply" : ""}`;
  const draft = useMemo(() => new Draft(store, key), [store, key]);
  useEffect(() => draft.follow(), [draft]);
  const set = useCallback((value: string) => draft.set(value), [draft]);
  return [useCell(draft.text), set];
}
