import { useEffect } from "react";
import { useChat } from "../app/chatContext";
import { useCell } from "../app/useCell";
import type { Room, UserRef } from "../chat/wire";

export interface Titled {
  readonly title: string;
  /** The other one, in a direct room. */
  readonly peer: UserRef | undefined;
}

/** What a room is called where only its name matters. */
export function titleOf(
  { id, kind, name }: Pick<Room, "id" | "kind" | "name">,
  peers: ReadonlyMap<string, UserRef>,
): string {
  const isDirect = kind === "direct";
  return (isDirect && peers.get(id)?.username) || name || (isDirect ? "Direct message" : "Room");
}

/** What a room is called here: a direct room is called after the other one. */
export function useTitled(room: Pick<Room, "id" | "kind" | "name">): Titled {
  const { chat } = useChat();
  const peers = useCell(chat.peers.peers);
  const { id, kind } = room;
  useEffect(() => {
    if (kind === "direct") chat.peers.want(id);
  }, [chat, id, kind]);
  return { title: titleOf(room, peers), peer: kind === "direct" ? peers.get(id) : undefined };
}
