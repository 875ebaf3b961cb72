import { ApiError } from "../../client/src/http/apiError.ts";
import { isMentioned } from "../../client/src/mentions.ts";
import type { Message, RoomEvent, Tokens, User } from "../../client/src/wire.ts";
import { eventAt, type TestRoom, type TestServer } from "./server";

export const password = "correct horse";

interface Ask {
  readonly server: TestServer;
  readonly method: string;
  /** The variable parts of the path. */
  readonly parts: readonly string[];
  readonly query: URLSearchParams;
  // biome-ignore lint/suspicious/noExplicitAny: a request's body may be anything
  readonly body: any;
  /** The caller's id, except on `/login` and `/refresh`. */
  readonly session: Tokens;
}

/**
 * Implements the part of the API that the client library calls, without validation.
 * Tests with the real API cover refusals. `url` is the path and query, from `/api` on.
 */
export async function answer(server: TestServer, method: string, url: string, init: RequestInit) {
  const { pathname, searchParams: query } = new URL(url, "http://test");
  const call = `${method} ${pathname.replace("/api", "")}`;
  const bearer = new Headers(init.headers).get("authorization")?.replace("Bearer ", "");
  const now = server.timestamp();
  const session = server.sessions.find((one) => one.accessToken === bearer && one.accessTokenExpiresAt > now);
  const body = init.body ? JSON.parse(String(init.body)) : {};
  try {
    if (!session && !/^POST \/(login|refresh)$/.test(call)) throw refusal(401, "unauthorized");
    for (const [pattern, handler] of routes) {
      const parts = pattern.exec(call)?.slice(1).map(decodeURIComponent);
      if (parts) return { status: 200, body: await handler({ server, method, parts, query, body, session } as Ask) };
    }
    throw refusal(404, "not_found");
  } catch (error) {
    if (error instanceof ApiError) return { status: error.status, body: error.problem };
    throw error;
  }
}

const refusal = (status: number, code: string) => new ApiError(status, { code, detail: `Refused: ${code}.` });

function login({ server, body }: Ask) {
  const user = server.users.find((one) => one.login === body.login);
  if (!user || body.password !== password) throw refusal(401, "invalid_credentials");
  server.sessions.push(newSession(server, user));
  return server.sessions.at(-1);
}

/** Uses the refresh token. Only the same attempt can use it again, with the same answer. */
function refresh({ server, body: { refreshToken, attemptId } }: Ask) {
  const attempt = `${refreshToken}/${attemptId}`;
  const again = server.sessions.find((one) => one.attempt === attempt);
  if (again) return again;
  const index = server.sessions.findIndex((one) => one.refreshToken === refreshToken);
  const spent = server.sessions[index];
  if (!spent) throw refusal(401, "invalid_refresh_token");
  server.sessions[index] = { ...newSession(server, spent.user), attempt };
  return server.sessions[index];
}

function newSession({ clock, timestamp, accessTokenLife, newId }: TestServer, user: User): Tokens {
  const accessTokenExpiresAt = timestamp(clock.now() + accessTokenLife);
  const refreshTokenExpiresAt = timestamp(clock.now() + 30 * 86_400_000);
  return { accessToken: newId("a"), accessTokenExpiresAt, refreshToken: newId("r"), refreshTokenExpiresAt, user };
}

function viewOf(server: TestServer, room: TestRoom, me: User) {
  const { id, name, kind, createdAt, members, log, canSend } = room;
  const peer = kind === "direct" ? server.users.find((user) => user.id !== me.id && members.has(user.id)) : undefined;
  const myRole = members.get(me.id)?.role;
  return { id, name, kind, createdAt, memberCount: members.size, head: log.length, with: peer, canSend, myRole };
}

function rooms({ server, session: { user } }: Ask) {
  const isHidden = ({ hiddenAt, messages }: TestRoom) =>
    hiddenAt.has(user.id) && ([...messages.keys()].at(-1) ?? 0) <= (hiddenAt.get(user.id) ?? 0);
  const mine = [...server.rooms.values()].filter((room) => room.members.has(user.id) && !isHidden(room));
  const items = mine.map((room) => {
    const messages = [...room.messages.values()];
    const lastMessage = messages.at(-1);
    const readSeq = room.members.get(user.id)?.readSeq ?? 0;
    const unread = lastMessage?.sender.id === user.id ? [] : messages.filter(({ seq }) => seq > readSeq);
    const mentionCount = unread.filter((message) => isMentioned(message, user.id)).length;
    const preferences = { level: "everything", favourite: false };
    return { ...viewOf(server, room, user), lastMessage, unreadCount: unread.length, mentionCount, ...preferences };
  });
  return { items };
}

/** The handler of a path below a room. For users outside it, the room doesn't exist. */
const inRoom = (handler: (room: TestRoom, ask: Ask) => unknown) => (ask: Ask) => {
  const room = ask.server.rooms.get(ask.parts[0] ?? "");
  if (!room?.members.has(ask.session.user.id)) throw refusal(404, "room_not_found");
  return handler(room, ask);
};

function members({ members, createdAt: joinedAt }: TestRoom, { server: { users } }: Ask) {
  const here = users.filter((user) => members.has(user.id));
  return { items: here.map((user) => ({ user, joinedAt, ...members.get(user.id) })) };
}

function send(room: TestRoom, { server, body, session: { user } }: Ask) {
  const isSame = (one: Message) => one.clientMessageId === body.clientMessageId && one.sender.id === user.id;
  return [...room.messages.values()].find(isSame) ?? server.say(room, user, body.text, body.clientMessageId);
}

function history(room: TestRoom, { query }: Ask) {
  const before = Number(query.get("before") ?? Number.POSITIVE_INFINITY);
  const limit = Number(query.get("limit"));
  const found = [...room.messages.values()].filter(({ seq }) => seq < before).reverse();
  const items = found.slice(0, limit);
  const cursor = found.length > limit ? "more" : null;
  const from = cursor ? (items.at(-1)?.seq ?? 0) : 0;
  const isBetween = ({ seq, type }: RoomEvent) => seq > from && seq < before && type === "roomRenamed";
  return { items, cursor, changes: room.log.filter(isBetween).reverse() };
}

function messageOf(room: TestRoom, { parts }: Ask): Message {
  const message = room.messages.get(Number(parts[1]));
  if (!message) throw refusal(404, "message_not_found");
  return message;
}

function react(room: TestRoom, ask: Ask): Message {
  ask.server.react(room, messageOf(room, ask), ask.parts[2] ?? "", ask.session.user.id, ask.method === "PUT");
  return messageOf(room, ask);
}

async function events(room: TestRoom, { server, query, session }: Ask) {
  const after = Number(query.get("after"));
  const wait = Number(query.get("wait") ?? 0) * 1000;
  if (wait > 0 && room.log.length <= after) {
    await new Promise<void>((resolve) => room.polls.add(resolve) && server.clock.after(wait, resolve));
    if (!room.members.has(session.user.id)) throw refusal(404, "room_not_found");
  }
  const head = room.log.length;
  const found = room.log.slice(after, after + Number(query.get("limit"))).map(({ seq }) => eventAt(room, seq));
  return { events: found, head, more: after + found.length < head };
}

function markRead(room: TestRoom, { body, session: { user } }: Ask) {
  const { role, readSeq } = room.members.get(user.id) ?? { role: "member", readSeq: 0 };
  const seq = body.unread ? Math.min(readSeq, body.seq) : Math.max(readSeq, body.seq);
  room.members.set(user.id, { role, readSeq: seq });
  return { roomId: room.id, userId: user.id, seq, unread: body.unread };
}

/** Returns the heads of the requested rooms and of those with an event in the last minute, if the user is a member. */
function heartbeat({ server, body, session: { user } }: Ask) {
  const now = server.clock.now();
  const isAnswered = ({ id, log }: TestRoom) => body.rooms.includes(id) || (log.at(-1)?.at ?? 0) > now - 60_000;
  const heads = [...server.rooms.values()].filter((room) => room.members.has(user.id) && isAnswered(room));
  const seqs = heads.map(({ id, log }) => [id, log.length]);
  return { expiresAt: server.timestamp(now + 60_000), heads: Object.fromEntries(seqs) };
}

const markNotificationRead = ({ server, parts }: Ask) =>
  Object.assign(server.notifications.find(({ id }) => id === parts[0]) ?? {}, { read: true });

function block({ server, parts, session: { user } }: Ask) {
  const blocked = server.users.find(({ id }) => id === parts[0]);
  if (!blocked) throw refusal(404, "user_not_found");
  server.blocksOf(user.id).set(blocked.id, { user: blocked, blockedAt: server.timestamp() });
}

function hide(room: TestRoom, { server, method, session: { user } }: Ask) {
  if (method === "PUT") room.hiddenAt.set(user.id, room.log.length);
  else room.hiddenAt.delete(user.id);
  server.toUser(user.id, "roomsChanged", [{ roomId: room.id, change: method === "PUT" ? "hidden" : "shown" }]);
  return viewOf(server, room, user);
}

const routes: readonly (readonly [RegExp, (ask: Ask) => unknown])[] = [
  [/^POST \/login$/, login],
  [/^POST \/refresh$/, refresh],
  [/^POST \/logout$/, ({ server, session }) => void server.sessions.splice(server.sessions.indexOf(session), 1)],
  [/^GET \/me$/, ({ session }) => session.user],
  [/^GET \/users\/online$/, () => ({ items: [] })],
  [/^GET \/me\/blocks$/, ({ server, session: { user } }) => ({ items: [...server.blocksOf(user.id).values()] })],
  [/^PUT \/me\/blocks\/([^/]+)$/, block],
  [
    /^DELETE \/me\/blocks\/([^/]+)$/,
    ({ server, parts: [id = ""], session: { user } }) => void server.blocksOf(user.id).delete(id),
  ],
  [/^POST \/users\/[^/]+\/negotiate$/, () => ({})],
  [/^POST \/presence$/, heartbeat],
  [/^GET \/notifications$/, ({ server }) => ({ items: server.notifications })],
  [/^PUT \/notifications\/([^/]+)\/read$/, markNotificationRead],
  [/^GET \/rooms$/, rooms],
  [/^GET \/rooms\/([^/]+)$/, inRoom((room, { server, session }) => viewOf(server, room, session.user))],
  [/^(?:PUT|DELETE) \/rooms\/([^/]+)\/hidden$/, inRoom(hide)],
  [/^GET \/rooms\/([^/]+)\/members$/, inRoom(members)],
  [/^GET \/rooms\/([^/]+)\/messages$/, inRoom(history)],
  [/^POST \/rooms\/([^/]+)\/messages$/, inRoom(send)],
  [/^GET \/rooms\/([^/]+)\/messages\/(\d+)$/, inRoom(messageOf)],
  [/^\w+ \/rooms\/([^/]+)\/messages\/(\d+)\/reactions\/([^/]+)$/, inRoom(react)],
  [/^GET \/rooms\/([^/]+)\/events$/, inRoom(events)],
  [/^PUT \/rooms\/([^/]+)\/read$/, inRoom(markRead)],
  [/^POST \/rooms\/([^/]+)\/typing$/, inRoom(() => ({}))],
];
