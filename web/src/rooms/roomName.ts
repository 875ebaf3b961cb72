import type { Room } from "../../client/src/wire";

/** What a room is called: a direct room, which has no name, is called after the other one. */
export function titleOf({ kind, name, with: peer }: Pick<Room, "kind" | "name" | "with">): string {
  return (kind === "direct" && peer?.username) || name || (kind === "direct" ? "Direct message" : "Room");
}
