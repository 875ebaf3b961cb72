import type { Http } from "../http/http.ts";
import type { BlockedUser, ContactableBy, DeletedResource, OpenSession, User } from "../wire.ts";
import { everyPage } from "./pages.ts";

export const accountsApi = (http: Http) => ({
  me: () => http<User>({ method: "GET", path: "/me" }),

  rename: (username: string) => http<User>({ method: "PATCH", path: "/me", body: { username } }),

  /** Sets who can open a direct room with the user, or add the user to a room. */
  setContactableBy: (contactableBy: ContactableBy) =>
    http<User>({ method: "PATCH", path: "/me", body: { contactableBy } }),

  /** The users whom the user has blocked. */
  blockedUsers: () =>
    everyPage<BlockedUser>((cursor) => http({ method: "GET", path: "/me/blocks", query: { limit: 200, cursor } })),

  /** Blocks a user: neither can contact the other. The user isn't notified. */
  block: (userId: string) => http<void>({ method: "PUT", path: `/me/blocks/${encodeURIComponent(userId)}` }),

  unblock: (userId: string) => http<void>({ method: "DELETE", path: `/me/blocks/${encodeURIComponent(userId)}` }),

  /** The user's sessions on all devices. */
  sessions: () =>
    everyPage<OpenSession>((cursor) => http({ method: "GET", path: "/sessions", query: { limit: 200, cursor } })),

  endSession: (sessionId: string) =>
    http<void>({ method: "DELETE", path: `/sessions/${encodeURIComponent(sessionId)}` }),

  /** Ends every other session of this user. */
  changePassword: (currentPassword: string, newPassword: string) =>
    http<void>({ method: "PUT", path: "/me/password", body: { currentPassword, newPassword } }),

  /** Erases the account and its messages permanently. Users of an identity provider have no password. */
  deleteAccount: (password?: string) =>
    http<DeletedResource>({ method: "DELETE", path: "/me", body: { password }, timeoutMs: 120_000 }),

  /** Everything stored about the user. */
  exportAccount: () => http<unknown>({ method: "GET", path: "/me/export", timeoutMs: 120_000 }),
});
