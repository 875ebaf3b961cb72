import type { Message } from "@chatfunctions/client";
import { useReadable } from "@chatfunctions/client/react";
import { Avatar } from "../controls/Avatar";
import { Dialog } from "../controls/Dialog";
import { useRoomView } from "./roomView";

/** Who has read a message, and who hasn't yet. */
export function ReadersDialog({ message, onClose }: { message: Message; onClose: () => void }) {
  const { open } = useRoomView();
  const { roster } = useReadable(open.members.state);
  const others = [...roster.values()].filter(({ user }) => user.id !== message.sender.id);
  const sections = [
    { title: "Read by", members: others.filter(({ readSeq }) => readSeq >= message.seq) },
    { title: "Not read yet by", members: others.filter(({ readSeq }) => readSeq < message.seq) },
  ];
  return (
    <Dialog title="Who has read this" onClose={onClose}>
      {sections.map(({ title, members }) => (
        <section className="section" key={title}>
          <h3>
            {title} {members.length}
          </h3>
          <ul className="members">
            {members.map(({ user }) => (
              <li className="member" key={user.id}>
                <Avatar user={user} size="small" />
                <bdi className="member-text">{user.username}</bdi>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </Dialog>
  );
}
