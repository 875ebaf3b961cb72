import type { Readable } from "../cell.ts";
import { asApiError } from "../http/apiError.ts";
import type { Http } from "../http/http.ts";
import type { User } from "../wire.ts";

/** The user who is signed in, or null. */
export type SessionState =
  | { readonly user: User; readonly ended?: undefined }
  /** `ended` is true if the server no longer accepts a session that was open here. */
  | { readonly user: null; readonly ended: boolean };

/** Authenticates requests as one user. */
export interface Session {
  readonly state: Readable<SessionState>;
  /**
   * The access token in use, or "" when signed out.
   * @internal
   */
  readonly accessToken: string;
  /**
   * Sends a request as this user. On 401 it refreshes once, shared with every other request that met 401, and repeats.
   * @internal
   */
  readonly authorised: Http;
  /**
   * Gets a newer token than `refusedToken`.
   * @internal
   * @throws ApiError 401 when the session is over, others when it may work later.
   */
  refresh(refusedToken: string): Promise<{ readonly accessToken: string }>;
}

/** @internal `http` with the session's token. */
export function authorised(http: Http, session: Pick<Session, "accessToken" | "refresh">): Http {
  return async (call) => {
    const token = session.accessToken;
    try {
      return await http({ ...call, token });
    } catch (error) {
      if (asApiError(error).status !== 401) throw error;
      const { accessToken } = await session.refresh(token);
      return http({ ...call, token: accessToken });
    }
  };
}
