import type { UserRef } from "../../client/src/wire";

/** Messages that back ends send have this sender; no user can have its id. */
export const isSystem = ({ id }: UserRef) => id === "system";

/** What a sender is called; whoever deleted the account has no name any more. */
export const senderName = (sender: UserRef) =>
  isSystem(sender) ? "System message" : sender.username || "Deleted user";

/** A sender's name. The system's looks like no user's, whatever users call themselves. */
export function SenderName({ sender, className = "" }: { sender: UserRef; className?: string }) {
  return <bdi className={isSystem(sender) ? `system-name ${className}` : className}>{senderName(sender)}</bdi>;
}
