import { type Message, messageAt } from "@chatfunctions/client";
import { useLoaded, useReadable } from "@chatfunctions/client/react";
import { useCallback } from "react";
import { useChat } from "../app/chatContext";
import { useRoomView } from "./roomView";

/** A message of this room, loaded if necessary. */
export function useMessage(seq: number): Message | undefined {
  const { chat } = useChat();
  const { roomId, open } = useRoomView();
  const { timeline } = useReadable(open.state);
  const held = timeline ? messageAt(timeline.messages, seq) : undefined;
  const fetch = useCallback(() => chat.api.message(roomId, seq), [chat, roomId, seq]);
  const fetched = useLoaded(held ? null : fetch).value;
  return held ?? fetched ?? undefined;
}
