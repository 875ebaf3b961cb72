import { useCallback } from "react";
import { messageAt } from "../../client/src/timeline/messageWindow";
import type { Message } from "../../client/src/wire";
import { useChat } from "../app/chatContext";
import { useCell } from "../app/useCell";
import { useLoaded } from "../app/useLoaded";
import { useRoomView } from "./roomView";

/** A message of this room, loaded if necessary. */
export function useMessage(seq: number): Message | undefined {
  const { chat } = useChat();
  const { roomId, open } = useRoomView();
  const { timeline } = useCell(open.sync.state);
  const held = timeline ? messageAt(timeline.messages, seq) : undefined;
  const fetch = useCallback(() => chat.api.message(roomId, seq), [chat, roomId, seq]);
  const fetched = useLoaded(held ? null : fetch).value;
  return held ?? fetched ?? undefined;
}
