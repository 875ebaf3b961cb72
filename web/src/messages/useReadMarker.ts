import { useEffect, useSyncExternalStore } from "react";
import type { Timeline } from "../../client/src/timeline/timeline";
import { useChat } from "../app/chatContext";
import { useRoomView } from "./roomView";

/** What is at the end of the list in a visible window has been read. */
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
