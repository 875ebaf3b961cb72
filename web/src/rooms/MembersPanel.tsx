import type { Member, Role, Room } from "@chatfunctions/client";
import { usePresence, useReadable } from "@chatfunctions/client/react";
import { useState } from "react";
import { useChat } from "../app/chatContext";
import { useNotices } from "../app/notices";
import { folded } from "../controls/folded";
import { isolated } from "../controls/isolated";
import { useRoomView } from "../messages/roomView";
import { MemberItem } from "./MemberItem";
import { Panel } from "./Panel";
import { PeopleSearch } from "./PeopleSearch";

const rank: Record<Role, number> = { owner: 0, admin: 1, member: 2, reader: 3 };
/** Members shown at first; a room can have a thousand. */
const step = 100;

/** The room's members and their roles. Admins can add members and change roles. */
export function MembersPanel({ room }: { room: Room }) {
  const { chat } = useChat();
  const { open, canModerate } = useRoomView();
  const { loaded, roster } = useReadable(open.members.state);
  const online = usePresence();
  const { tell, fail } = useNotices();
  const [filter, setFilter] = useState("");
  const [shown, setShown] = useState(step);
  const isOnline = ({ user }: Member) => online?.has(user.id);
  const order = (a: Member, b: Member) =>
    rank[a.role] - rank[b.role] ||
    Number(isOnline(b) ?? false) - Number(isOnline(a) ?? false) ||
    a.user.username.localeCompare(b.user.username);
  const found = [...roster.values()]
    .filter(({ user }) => folded(user.username).includes(folded(filter.trim())))
    .sort(order);
  const add = async (user: { id: string; username: string }) => {
    await chat.api.putMember(room.id, user.id);
    tell(`${isolated(user.username)} added`);
  };
  return (
    <Panel title="Members" roomId={room.id}>
      {canModerate && (
        <PeopleSearch
          label="Add people"
          without={new Set(roster.keys())}
          onPick={(user) => void add(user).catch(fail)}
        />
      )}
      {roster.size > 10 && (
        <div className="field">
          <input
            type="search"
            dir="auto"
            aria-label="Find a member"
            placeholder="Find a member"
            value={filter}
            onChange={(event) => setFilter(event.target.value)}
          />
        </div>
      )}
      {!loaded && <p role="status">Loading members…</p>}
      <ul className="members">
        {found.slice(0, shown).map((member) => (
          <MemberItem key={member.user.id} room={room} member={member} online={isOnline(member)} />
        ))}
      </ul>
      {found.length > shown && (
        <button className="button quiet" type="button" onClick={() => setShown(shown + step)}>
          Show more ({found.length - shown})
        </button>
      )}
    </Panel>
  );
}
