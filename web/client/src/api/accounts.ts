import type { Http } from "../http/http";
import type { DeletedResource, User } from "../wire";

export const accountsApi = (http: Http) => ({
  rename: (username: string) => http<User>({ method: "PATCH", path: "/me", body: { username } }),

  /** Ends every other session of this user. */
  changePassword: (currentPassword: string, newPassword: string) =>
    http<void>({ method: "PUT", path: "/me/password", body: { currentPassword, newPassword } }),

  /** Erases the user's texts and name everywhere; there's no way back. */
  deleteAccount: (password: string) =>
    http<DeletedResource>({ method: "DELETE", path: "/me", body: { password }, timeoutMs: 120_000 }),

  /** Everything stored about the user. */
  exportAccount: () => http<unknown>({ method: "GET", path: "/me/export", timeoutMs: 120_000 }),
});
