import { createContext, useContext } from "react";
import type { OpenRoom } from "../../client/src/rooms/openRooms";
import type { Message } from "../../client/src/wire";

/** What the parts of one room's page share. Stays the same object while the user's rights do. */
export interface RoomView {
  readonly roomId: string;
  readonly open: OpenRoom;
  /** May send, react and so on. */
  readonly canWrite: boolean;
  /** May delete others' messages. */
  readonly canModerate: boolean;
  readonly reply: (message: Message) => void;
  readonly edit: (seq: number | null) => void;
  readonly remove: (message: Message) => void;
  readonly markUnread: (message: Message) => void;
  /** Scrolls to a message, fetching history until it's there. */
  readonly jumpTo: (seq: number) => void;
}

const Context = createContext<RoomView | null>(null);
export const RoomViewProvider = Context;

export function useRoomView(): RoomView {
  const view = useContext(Context);
  if (!view) throw new Error("useRoomView outside a room");
  return view;
}
