import { useEffect, useState } from "react";
import { useChat } from "../app/chatContext";
import { useCell } from "../app/useCell";
import { asApiError } from "../chat/http/apiError";
import type { Room } from "../chat/wire";

/** A room of the list; asked for by itself while the list doesn't have it. */
export function useRoom(roomId: string): Room | undefined {
  const { chat } = useChat();
  const { phase, rooms } = useCell(chat.rooms.state);
  const listed = rooms.find((room) => room.id === roomId);
  const [fetched, setFetched] = useState<Room>();
  const missing = !listed && phase !== "loading";
  useEffect(() => {
    if (missing) chat.api.room(roomId).then(setFetched, asApiError);
  }, [chat, roomId, missing]);
  return listed ?? fetched;
}
