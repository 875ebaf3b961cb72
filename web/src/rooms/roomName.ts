import type { Room } from "@chatfunctions/client";

/** A room's name; for a direct room, the other user's. */
export function titleOf({ kind, name, with: peer }: Pick<Room, "kind" | "name" | "with">): string {
  return (kind === "direct" && peer?.username) || name || (kind === "direct" ? "Direct message" : "Room");
}
