import type { Member, Role, Room } from "@chatfunctions/client";
import { useState } from "react";
import { useBlockItem } from "../accounts/blocking";
import { useChat } from "../app/chatContext";
import { useNotices } from "../app/notices";
import { Avatar } from "../controls/Avatar";
import { Confirm } from "../controls/Confirm";
import { Icon } from "../controls/Icon";
import { Menu, type MenuItem } from "../controls/Menu";
import { useOpenDirect } from "./NewDirectDialog";
import { ProfileButton } from "./ProfileCard";

export const roleNames: Record<Role, string> = { owner: "Owner", admin: "Admin", member: "Member", reader: "Reader" };

const roleRights: Record<Role, string> = {
  owner: "Owners can do everything, including deleting the room.",
  admin: "Admins manage members and invitations, and delete messages of others.",
  member: "Members read and post messages.",
  reader: "Readers can't post messages.",
};

/** The roles that a user with `myRole` can assign. Only owners can appoint owners. */
function rolesFrom(myRole: Role | null | undefined): Role[] {
  if (myRole === "owner") return ["owner", "admin", "member", "reader"];
  return myRole === "admin" ? ["admin", "member", "reader"] : [];
}

/** A member, with the actions that the user is allowed. */
export function MemberItem({ room, member, online }: { room: Room; member: Member; online: boolean | undefined }) {
  const { chat } = useChat();
  const { fail } = useNotices();
  const openDirect = useOpenDirect();
  const [removing, setRemoving] = useState(false);
  const [banning, setBanning] = useState(false);
  const [newRole, setNewRole] = useState<Role | null>(null);
  const { user, role } = member;
  const isMe = user.id === chat.me;
  const blocking = useBlockItem(user);
  const roles = room.myRole === "admin" && role === "owner" ? [] : rolesFrom(room.myRole);
  const items: MenuItem[] = [
    ...(isMe
      ? []
      : [
          { label: "Message", icon: "chat" as const, onSelect: () => void openDirect(user).catch(fail) },
          blocking.item,
        ]),
    ...roles.map<MenuItem>((one, index) => ({
      ...(index === 0 && { heading: "Role" }),
      label: roleNames[one],
      checked: one === role,
      onSelect: () => one !== role && setNewRole(one),
    })),
    ...(roles.length > 0 && !isMe
      ? [
          { label: "Remove…", icon: "leave" as const, danger: true, apart: true, onSelect: () => setRemoving(true) },
          { label: "Ban…", icon: "close" as const, danger: true, onSelect: () => setBanning(true) },
        ]
      : []),
  ];
  return (
    <li className="member">
      <Avatar user={user} online={online} />
      <span className="member-text">
        <strong>
          <ProfileButton user={user}>
            <bdi>{user.username}</bdi>
          </ProfileButton>
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
      {blocking.dialog}
      {newRole && (
        <Confirm
          title="Change role"
          action="Change role"
          isDangerous={false}
          onConfirm={() => chat.api.putMember(room.id, user.id, newRole)}
          onClose={() => setNewRole(null)}
        >
          Change the role of <bdi>{user.username}</bdi> from {roleNames[role]} to {roleNames[newRole]}?{" "}
          {roleRights[newRole]}
        </Confirm>
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
      {banning && (
        <Confirm
          title="Ban member"
          action="Ban"
          onConfirm={() => chat.api.ban(room.id, user.id)}
          onClose={() => setBanning(false)}
        >
          <bdi>{user.username}</bdi> will be removed and can't come back until unbanned in the room's settings.
        </Confirm>
      )}
    </li>
  );
}
