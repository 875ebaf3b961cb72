import type { OpenRoom, Room } from "@chatfunctions/client";
import { useLoaded, useReadable, useRooms } from "@chatfunctions/client/react";
import { useCallback } from "react";
import { useChat } from "../app/chatContext";

/** A room of the list, or another visible one: public, or just joined. */
export function useRoom({ id: roomId, state }: OpenRoom): Room | undefined {
  const { chat } = useChat();
  const { rooms } = useRooms();
  const { phase, error } = useReadable(state);
  const listed = rooms.find((room) => room.id === roomId);
  const isVisible = phase === "ready" || (phase === "gone" && error?.status === 403);
  const fetch = useCallback((signal: AbortSignal) => chat.api.room(roomId, signal), [chat, roomId]);
  const fetched = useLoaded(!listed && isVisible ? fetch : null).value;
  return listed ?? fetched ?? undefined;
}
