import type { Http } from "../http/http.ts";
import type { Heartbeat, Notification, OnlineUser, Page, User } from "../wire.ts";
import { everyPage } from "./pages.ts";

export const peopleApi = (http: Http) => ({
  /** Users with a word in their name that begins with `q`, or whose login it is. */
  searchUsers: (q: string, signal?: AbortSignal) =>
    http<Page<User>>({ method: "GET", path: "/users", query: { q, limit: 20 }, signal }),

  user: (userId: string) => http<User>({ method: "GET", path: `/users/${encodeURIComponent(userId)}` }),

  /** At most a thousand users. If more are online, live messages report those in shared rooms. */
  onlineUsers: () =>
    everyPage<OnlineUser>((cursor) => http({ method: "GET", path: "/users/online", query: { limit: 200, cursor } }), 5),

  /**
   * Renews the 60 s lease that shows this user as online. `heads` has the seq of the last event of each of `rooms` (20 at most), without
   * those that the user isn't in, and of other recently active rooms.
   */
  renewPresence: (rooms: readonly string[]) => http<Heartbeat>({ method: "POST", path: "/presence", body: { rooms } }),

  notifications: (cursor?: string | null) =>
    http<Page<Notification>>({ method: "GET", path: "/notifications", query: { limit: 50, cursor } }),

  markNotificationRead: (id: string) =>
    http<void>({ method: "PUT", path: `/notifications/${encodeURIComponent(id)}/read` }),
});
