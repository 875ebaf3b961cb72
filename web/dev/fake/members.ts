import type { FakeChat } from "./fakeChat";
import type { MemberRecord, RoomRecord, UserRecord } from "./records";
import { Refusal } from "./refusal";
import { append } from "./roomLog";
import { addMember, roomView } from "./rooms";
import { empty, ok, page, type Route } from "./route";

const isAdmin = (member: MemberRecord) => member.role === "owner" || member.role === "admin";

function onlyAdmins(member: MemberRecord): void {
  if (!isAdmin(member)) throw new Refusal(403, "forbidden", "Only admins do this.");
}

function keepsAnOwner(room: RoomRecord, userId: string): void {
  const owners = [...room.members].filter(([, { role }]) => role === "owner");
  if (owners.length === 1 && owners[0]?.[0] === userId) {
    throw new Refusal(
      409,
      "last_owner",
      "The room's last owner can't leave or be demoted. Make somebody else owner first.",
    );
  }
}

export function removeMember(chat: FakeChat, room: RoomRecord, actor: UserRecord, user: UserRecord): void {
  room.members.delete(user.id);
  append(chat, room, actor, "memberRemoved", { user: { id: user.id, username: user.username } });
  chat.toUser(user.id, "roomsChanged", [{ roomId: room.id, change: "removed" }]);
}

export const memberRoutes: Route[] = [
  {
    method: "GET",
    path: "/rooms/{roomId}/members",
    handle({ chat, me, params, query }) {
      const { room } = chat.roomOf(me, params.roomId);
      const items = [...room.members].map(([id, member]) => ({
        user: { id, username: chat.users.get(id)?.username ?? "" },
        ...member,
      }));
      return page(items, query);
    },
  },
  {
    method: "PUT",
    path: "/rooms/{roomId}/members/{userId}",
    handle({ chat, me, params, body }) {
      const { room, member } = chat.roomOf(me, params.roomId);
      onlyAdmins(member);
      const user = chat.user(params.userId ?? "");
      const held = room.members.get(user.id);
      if (!held) addMember(chat, room, me, user, body.role ?? "member");
      else if (body.role && body.role !== held.role) {
        if (held.role === "owner") keepsAnOwner(room, user.id);
        held.role = body.role;
        append(chat, room, me, "memberRoleChanged", {
          user: { id: user.id, username: user.username },
          role: body.role,
        });
      }
      return ok(roomView(chat, room, me));
    },
  },
  {
    method: "DELETE",
    path: "/rooms/{roomId}/members/{userId}",
    handle({ chat, me, params }) {
      const { room, member } = chat.roomOf(me, params.roomId);
      if (room.kind === "direct") throw new Refusal(403, "forbidden", "A direct room can't be left.");
      if (params.userId !== me.id) onlyAdmins(member);
      keepsAnOwner(room, params.userId ?? "");
      removeMember(chat, room, me, chat.user(params.userId ?? ""));
      return ok(roomView(chat, room, me));
    },
  },
  {
    method: "POST",
    path: "/rooms/{roomId}/invitations",
    handle({ chat, me, params, body }) {
      const { room } = chat.roomOf(me, params.roomId);
      const hours = body.expiresInHours as number | undefined;
      const expiresAt = hours ? chat.timestamp(chat.clock.now() + hours * 3_600_000) : null;
      const invitation = { code: chat.newId("inv"), maxUses: body.maxUses ?? null, uses: 0, expiresAt };
      room.invitations.set(invitation.code, invitation);
      return ok({ ...invitation, url: `/#/join/${invitation.code}` }, 201);
    },
  },
  {
    method: "GET",
    path: "/rooms/{roomId}/invitations",
    handle: ({ chat, me, params, query }) => page([...chat.roomOf(me, params.roomId).room.invitations.values()], query),
  },
  {
    method: "DELETE",
    path: "/rooms/{roomId}/invitations/{code}",
    handle({ chat, me, params }) {
      chat.roomOf(me, params.roomId).room.invitations.delete(params.code ?? "");
      return empty;
    },
  },
  {
    method: "POST",
    path: "/invitations/{code}/accept",
    handle({ chat, me, params }) {
      const code = params.code ?? "";
      const room = [...chat.rooms.values()].find((one) => one.invitations.has(code));
      const invitation = room?.invitations.get(code);
      if (!room || !invitation) throw new Refusal(404, "invitation_not_found", "There's no such invitation.");
      if (room.members.has(me.id)) return ok(roomView(chat, room, me));
      if (invitation.uses >= (invitation.maxUses ?? Number.POSITIVE_INFINITY)) {
        throw new Refusal(410, "invitation_expired", "This invitation has been used up.");
      }
      invitation.uses++;
      addMember(chat, room, me, me);
      return ok(roomView(chat, room, me));
    },
  },
];
