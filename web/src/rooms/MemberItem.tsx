import { useState } from "react";
import { useChat } from "../app/chatContext";
import { useNotices } from "../app/notices";
import type { Member, Role, Room } from "../chat/wire";
import { Avatar } from "../controls/Avatar";
import { Confirm } from "../controls/Confirm";
import { Icon } from "../controls/Icon";
import { Menu, type MenuItem } from "../controls/Menu";
import { useOpenDirect } from "./NewDirectDialog";

export const roleNames: Record<Role, string> = { owner: "Owner", admin: "Admin", member: "Member", reader: "Reader" };

/** The roles that someone with `myRole` may give: only owners make owners. */
function rolesFrom(myRole: Role | null | undefined): Role[] {
  if (myRole === "owner") return ["owner", "admin", "member", "reader"];
  return myRole === "admin" ? ["admin", "member", "reader"] : [];
}

/** One member, and what the user may do about it. */
export function MemberItem({ room, member, online }: { room: Room; member: Member; online: boolean | undefined }) {
  const { chat } = useChat();
  const { fail } = useNotices();
  const openDirect = useOpenDirect();
  const [removing, setRemoving] = useState(false);
  const { user, role } = member;
  const isMe = user.id === chat.me;
  const roles = room.myRole === "admin" && role === "owner" ? [] : rolesFrom(room.myRole);
  const items: MenuItem[] = [
    ...(isMe ? [] : [{ label: "Message", icon: "chat" as const, onSelect: () => void openDirect(user).catch(fail) }]),
    ...roles.map<MenuItem>((one) => ({
      label: roleNames[one],
      checked: one === role,
      onSelect: () => void (one === role || chat.api.putMember(room.id, user.id, one).catch(fail)),
    })),
    ...(roles.length > 0 && !isMe
      ? [{ label: "Remove…", icon: "leave" as const, danger: true, onSelect: () => setRemoving(true) }]
      : []),
  ];
  return (
    <li className="member">
      <Avatar user={user} online={online} />
      <span className="member-text">
        <strong>
          <bdi>{user.username}</bdi>
          {isMe && " (you)"}
        </strong>
        <small>
          {roleNames[role]}
          {online && " · Online"}
        </small>
      </span>
      {items.length > 0 && (
        <Menu className="icon-button" label={`Actions for ${user.username}`} items={items}>
          <Icon name="more" />
        </Menu>
      )}
      {removing && (
        <Confirm
          title="Remove member"
          action="Remove"
          onConfirm={() => chat.api.removeMember(room.id, user.id)}
          onClose={() => setRemoving(false)}
        >
          <bdi>{user.username}</bdi> will lose access to this room.
        </Confirm>
      )}
    </li>
  );
}
