import type { FakeChat } from "./fakeChat";
import type { RoomRecord, UserRecord } from "./records";
import { invalid, Refusal } from "./refusal";
import { append, messageView } from "./roomLog";
import { ok, page, type Route } from "./route";

export function addRoom(chat: FakeChat, creator: UserRecord, name: string, kind: RoomRecord["kind"]): RoomRecord {
  const room: RoomRecord = {
    id: chat.newId("r"),
    name,
    kind,
    createdBy: creator.id,
    createdAt: chat.timestamp(),
    log: [],
    messages: new Map(),
    members: new Map([[creator.id, { role: "owner", joinedAt: chat.timestamp(), readSeq: 0 }]]),
    invitations: new Map(),
    waiting: new Set(),
  };
  chat.rooms.set(room.id, room);
  chat.toUser(creator.id, "roomsChanged", [{ roomId: room.id, change: "added" }]);
  append(chat, room, creator, "roomCreated", { name });
  return room;
}

/** Makes a user a member, with its event and the word to the user. */
export function addMember(
  chat: FakeChat,
  room: RoomRecord,
  actor: UserRecord,
  user: UserRecord,
  role = "member",
): void {
  if (room.members.has(user.id)) return;
  const joinedAt = chat.timestamp();
  room.members.set(user.id, { role: role as "member", joinedAt, readSeq: room.log.length });
  chat.toUser(user.id, "roomsChanged", [{ roomId: room.id, change: "added" }]);
  append(chat, room, actor, "memberAdded", { user: { id: user.id, username: user.username }, role });
}

export function roomView(chat: FakeChat, room: RoomRecord, me: UserRecord) {
  const { id, name, kind, createdBy, createdAt, members, log } = room;
  const myRole = members.get(me.id)?.role ?? null;
  const otherId = kind === "direct" ? [...members.keys()].find((userId) => userId !== me.id) : undefined;
  const other = otherId === undefined ? undefined : chat.user(otherId);
  const peer = other && { with: { id: other.id, username: other.username } };
  return { id, name, kind, createdBy, createdAt, memberCount: members.size, head: log.length, ...peer, myRole };
}

function summary(chat: FakeChat, room: RoomRecord, me: UserRecord) {
  const messages = [...room.messages.values()];
  const last = messages.at(-1);
  const readSeq = room.members.get(me.id)?.readSeq ?? 0;
  const unread = messages.filter((message) => message.seq > readSeq).length;
  const lastMessage = last ? messageView(room, last) : null;
  return { ...roomView(chat, room, me), lastMessage, unreadCount: last?.sender.id === me.id ? 0 : unread };
}

export const roomRoutes: Route[] = [
  {
    method: "POST",
    path: "/rooms",
    handle({ chat, me, body }) {
      if (!body.name?.trim()) throw invalid("name", "Give the room a name.");
      const others = (body.members ?? []).map((userId: string) => chat.user(userId));
      const room = addRoom(chat, me, body.name.trim(), body.kind ?? "private");
      for (const user of others) addMember(chat, room, me, user);
      return ok(roomView(chat, room, me), 201);
    },
  },
  {
    method: "GET",
    path: "/rooms",
    handle({ chat, me, query }) {
      const mine = [...chat.rooms.values()]
        .filter((room) => room.members.has(me.id))
        .map((room) => summary(chat, room, me));
      const activity = (room: (typeof mine)[number]) => room.lastMessage?.createdAt ?? room.createdAt;
      return page(
        mine.sort((a, b) => activity(b).localeCompare(activity(a))),
        query,
      );
    },
  },
  {
    method: "GET",
    path: "/rooms/public",
    handle({ chat, me, query }) {
      const q = (query.get("q") ?? "").toLowerCase();
      const found = [...chat.rooms.values()].filter(
        (room) => room.kind === "public" && room.name.toLowerCase().startsWith(q),
      );
      return page(
        found.map((room) => roomView(chat, room, me)),
        query,
      );
    },
  },
  {
    method: "GET",
    path: "/rooms/{roomId}",
    handle({ chat, me, params }) {
      const open = chat.rooms.get(params.roomId ?? "");
      return ok(roomView(chat, open?.kind === "public" ? open : chat.roomOf(me, params.roomId).room, me));
    },
  },
  {
    method: "PATCH",
    path: "/rooms/{roomId}",
    handle({ chat, me, params, body }) {
      const { room, member } = chat.roomOf(me, params.roomId);
      if (!["owner", "admin"].includes(member.role)) throw new Refusal(403, "forbidden", "Only admins rename rooms.");
      room.name = body.name;
      append(chat, room, me, "roomRenamed", { name: body.name });
      return ok(roomView(chat, room, me));
    },
  },
  {
    method: "DELETE",
    path: "/rooms/{roomId}",
    handle({ chat, me, params }) {
      const { room, member } = chat.roomOf(me, params.roomId);
      if (member.role !== "owner") throw new Refusal(403, "forbidden", "Only an owner deletes a room.");
      chat.rooms.delete(room.id);
      for (const userId of room.members.keys()) {
        chat.toUser(userId, "roomsChanged", [{ roomId: room.id, change: "removed" }]);
      }
      return ok({ id: room.id, deleted: true });
    },
  },
  {
    method: "POST",
    path: "/rooms/{roomId}/join",
    handle({ chat, me, params }) {
      const room = chat.rooms.get(params.roomId ?? "");
      if (room?.kind !== "public") throw new Refusal(404, "room_not_found", "There's no such room.");
      addMember(chat, room, me, me);
      return ok(roomView(chat, room, me));
    },
  },
  {
    method: "PUT",
    path: "/direct/{userId}",
    handle({ chat, me, params }) {
      const other = chat.user(params.userId ?? "");
      const pair = [...chat.rooms.values()].find(
        (room) => room.kind === "direct" && room.members.has(me.id) && room.members.has(other.id),
      );
      if (pair) return ok(roomView(chat, pair, me));
      const room = addRoom(chat, me, "", "direct");
      addMember(chat, room, me, other);
      return ok(roomView(chat, room, me), 201);
    },
  },
];
