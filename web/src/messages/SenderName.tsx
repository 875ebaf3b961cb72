import type { UserRef } from "../chat/wire";

/** Messages that back ends send have this sender; no user can have its id. */
export const isSystem = ({ id }: UserRef) => id === "system";

/** A sender's name. The system's looks like no user's, whatever users call themselves. */
export function SenderName({ sender, className = "" }: { sender: UserRef; className?: string }) {
  if (isSystem(sender)) return <span className={`system-name ${className}`}>System message</span>;
  return <bdi className={className}>{sender.username || "Deleted user"}</bdi>;
}
