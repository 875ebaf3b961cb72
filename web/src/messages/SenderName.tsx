import type { UserRef } from "@chatfunctions/client";

/** The sender of messages of back ends. No user can have this id. */
export const isSystem = ({ id }: UserRef) => id === "system";

/** A sender's name; the account may be deleted. */
export const senderName = (sender: UserRef) =>
  isSystem(sender) ? "System message" : sender.username || "Deleted user";

/** A sender's name. That of back ends looks different from any user's. */
export function SenderName({ sender, className = "" }: { sender: UserRef; className?: string }) {
  return <bdi className={isSystem(sender) ? `system-name ${className}` : className}>{senderName(sender)}</bdi>;
}
