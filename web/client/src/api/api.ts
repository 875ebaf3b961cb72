import type { Http } from "../http/http.ts";
import { accountsApi } from "./accounts.ts";
import { attachmentsApi } from "./attachments.ts";
import { messagesApi } from "./messages.ts";
import { peopleApi } from "./people.ts";
import { roomsApi } from "./rooms.ts";

/** Every call of the API that needs a session, typed. `http` adds the session's token. */
export function createApi(http: Http) {
  return {
    ...accountsApi(http),
    ...roomsApi(http),
    ...messagesApi(http),
    ...attachmentsApi(http),
    ...peopleApi(http),
  };
}

export type Api = ReturnType<typeof createApi>;
