import type { Message } from "@chatfunctions/client";
import { useReadable } from "@chatfunctions/client/react";
import { useChat } from "../app/chatContext";
import { useNotices } from "../app/notices";
import { Avatar } from "../controls/Avatar";
import { Dialog } from "../controls/Dialog";
import { useRoomView } from "./roomView";

/** Who has reacted to a message, and how. Admins remove reactions of others. */
export function ReactionsDialog({ message, onClose }: { message: Message; onClose: () => void }) {
  const { chat } = useChat();
  const { fail } = useNotices();
  const { open, canModerate, canWrite } = useRoomView();
  const { roster } = useReadable(open.members.state);
  return (
    <Dialog title="Reactions" onClose={onClose}>
      {message.reactions.length === 0 && <p role="status">No reactions.</p>}
      {message.reactions.map(({ emoji, userIds }) => (
        <section className="section" key={emoji}>
          <h3>
            {emoji} {userIds.length}
          </h3>
          <ul className="members">
            {userIds.map((id) => {
              const isMe = id === chat.me;
              const username = roster.get(id)?.user.username ?? "Former member";
              const remove = () => chat.messages.removeReaction(message, emoji, id).catch(fail);
              return (
                <li className="member" key={id}>
                  <Avatar user={{ id, username }} size="small" />
                  <span className="member-text">
                    <span>
                      <bdi>{username}</bdi>
                      {isMe && " (you)"}
                    </span>
                  </span>
                  {(canModerate || (isMe && canWrite)) && (
                    <button
                      className="button quiet"
                      type="button"
                      aria-label={`Remove ${emoji} by ${username}`}
                      onClick={() => void remove()}
                    >
                      Remove
                    </button>
                  )}
                </li>
              );
            })}
          </ul>
        </section>
      ))}
    </Dialog>
  );
}
