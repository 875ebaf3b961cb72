import { useCallback } from "react";
import type { OpenRoom } from "../../client/src/rooms/openRooms";
import type { Room } from "../../client/src/wire";
import { useChat } from "../app/chatContext";
import { useCell } from "../app/useCell";
import { useLoaded } from "../app/useLoaded";

/** A room of the list, or another visible one: public, or just joined. */
export function useRoom({ sync }: OpenRoom): Room | undefined {
  const { chat } = useChat();
  const { roomId } = sync;
  const { rooms } = useCell(chat.rooms.state);
  const { phase, error } = useCell(sync.state);
  const listed = rooms.find((room) => room.id === roomId);
  const isVisible = phase === "ready" || (phase === "gone" && error?.status === 403);
  const fetch = useCallback((signal: AbortSignal) => chat.api.room(roomId, signal), [chat, roomId]);
  const fetched = useLoaded(!listed && isVisible ? fetch : null).value;
  return listed ?? fetched ?? undefined;
}
