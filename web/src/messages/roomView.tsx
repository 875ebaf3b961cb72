import type { Message, OpenRoom } from "@chatfunctions/client";
import { createContext, useContext } from "react";

/** Shared by the parts of a room's page. The same object while the user's permissions and the pinned messages are the same. */
export interface RoomView {
  readonly roomId: string;
  readonly open: OpenRoom;
  /** The seqs of pinned messages. */
  readonly pins: readonly number[];
  /** Whether the user can send and react. */
  readonly canWrite: boolean;
  /** Whether the user can delete messages and reactions of others. */
  readonly canModerate: boolean;
  /** Messages of blocked users are collapsed in other rooms. */
  readonly isDirect: boolean;
  readonly reply: (message: Message) => void;
  readonly edit: (seq: number | null) => void;
  readonly remove: (message: Message) => void;
  /** Reports a message to the room's admins. */
  readonly report: (message: Message) => void;
  readonly showReactions: (message: Message) => void;
  readonly showReaders: (message: Message) => void;
  readonly markUnread: (message: Message) => void;
  /** Scrolls to a message, and loads history until it is found. */
  readonly jumpTo: (seq: number) => void;
  /** Asks for a day and scrolls to its first message. */
  readonly jumpToDate: () => void;
}

const Context = createContext<RoomView | null>(null);
export const RoomViewProvider = Context;

export function useRoomView(): RoomView {
  const view = useContext(Context);
  if (!view) throw new Error("useRoomView outside a room");
  return view;
}
