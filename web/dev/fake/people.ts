import type { FakeChat } from "./fakeChat";
import { type RoomRecord, userOf } from "./records";
import { Refusal } from "./refusal";
import { empty, ok, page, type Route } from "./route";

const lease = 60_000;

/** Heads of the rooms asked for, and of those lately active. */
const heads = (chat: FakeChat, mine: readonly RoomRecord[], asked: readonly string[]) =>
  Object.fromEntries(
    mine
      .filter(({ id, log }) => asked.includes(id) || Date.parse(log.at(-1)?.at ?? "") > chat.clock.now() - 60_000)
      .map((room) => [room.id, room.log.length]),
  );

export const peopleRoutes: Route[] = [
  {
    method: "GET",
    path: "/users",
    handle({ chat, query }) {
      const q = (query.get("q") ?? "").toLowerCase();
      const users = [...chat.users.values()].filter(
        (user) => user.login.startsWith(q) || user.username.toLowerCase().startsWith(q),
      );
      return page(users.map(userOf), query);
    },
  },
  {
    method: "GET",
    path: "/users/online",
    handle({ chat, query }) {
      const online = [...chat.users.values()].filter((user) => user.onlineUntil > chat.clock.now());
      const view = (until: number) => ({ since: chat.timestamp(until - lease), expiresAt: chat.timestamp(until) });
      return page(
        online.map((user) => ({ user: userOf(user), ...view(user.onlineUntil) })),
        query,
      );
    },
  },
  { method: "GET", path: "/users/{userId}", handle: ({ chat, params }) => ok(userOf(chat.user(params.userId ?? ""))) },
  {
    method: "POST",
    path: "/presence",
    handle({ chat, me, body }) {
      const news = me.onlineUntil <= chat.clock.now();
      me.onlineUntil = chat.clock.now() + lease;
      const mine = [...chat.rooms.values()].filter((room) => room.members.has(me.id));
      const args = [{ userId: me.id, online: true, at: chat.timestamp() }];
      if (news) for (const room of mine) chat.toRoom(room, "presence", args);
      const expiresAt = chat.timestamp(me.onlineUntil);
      return ok(body?.rooms ? { expiresAt, heads: heads(chat, mine, body.rooms) } : { expiresAt });
    },
  },
  {
    method: "POST",
    path: "/users/{userId}/negotiate",
    handle({ me, params, headers }) {
      if (params.userId !== me.id) throw new Refusal(403, "forbidden", "Negotiate for yourself.");
      return ok({ url: `http://${headers.host}/client/?hub=chat`, accessToken: me.id });
    },
  },
  { method: "GET", path: "/notifications", handle: ({ me, query }) => page(me.notifications, query) },
  {
    method: "PUT",
    path: "/notifications/{id}/read",
    handle({ me, params }) {
      const notification = me.notifications.find((one) => one.id === params.id);
      if (!notification) throw new Refusal(404, "notification_not_found", "There's no such notification.");
      notification.read = true;
      return empty;
    },
  },
];
