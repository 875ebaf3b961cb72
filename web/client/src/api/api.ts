import type { Http } from "../http/http";
import { accountsApi } from "./accounts";
import { messagesApi } from "./messages";
import { peopleApi } from "./people";
import { roomsApi } from "./rooms";

/** Every call of the API that needs a session, typed. `http` adds the session's token. */
export function createApi(http: Http) {
  return {
    ...accountsApi(http),
    ...roomsApi(http),
    ...messagesApi(http),
    ...peopleApi(http),
  };
}

export type Api = ReturnType<typeof createApi>;
