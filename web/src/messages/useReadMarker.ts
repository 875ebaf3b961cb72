import type { Timeline } from "@chatfunctions/client";
import { useEffect, useSyncExternalStore } from "react";
import { useChat } from "../app/chatContext";
import { useRoomView } from "./roomView";

/** Marks the room as read while the end of the list is visible. */
export function useReadMarker(timeline: Timeline, atEnd: boolean): void {
  const { chat } = useChat();
  const { roomId } = useRoomView();
  const isVisible = useSyncExternalStore(watchVisibility, () => document.visibilityState === "visible");
  const seq = timeline.messages.at(-1)?.seq;
  useEffect(() => {
    if (seq !== undefined && atEnd && isVisible) chat.markRead(roomId, seq);
  }, [chat, roomId, seq, atEnd, isVisible]);
}

function watchVisibility(listener: () => void): () => void {
  document.addEventListener("visibilitychange", listener);
  return () => document.removeEventListener("visibilitychange", listener);
}
