import type { Room } from "@chatfunctions/client";

type Named = Pick<Room, "kind" | "name" | "memberCount" | "with">;

/** The user's direct room with itself. A direct room whose other user is gone has one member, too, but no `with`. */
export const isNotes = ({ kind, memberCount, with: peer }: Named) => kind === "direct" && memberCount === 1 && !!peer;

/** A room's name; for a direct room, the other user's. */
export function titleOf(room: Named): string {
  const { kind, name, with: peer } = room;
  if (isNotes(room)) return "Notes";
  return (kind === "direct" && peer?.username) || name || (kind === "direct" ? "Direct message" : "Room");
}
