import { Cell, type Readable } from "../cell.ts";
import { asApiError } from "../http/apiError.ts";
import type { Http } from "../http/http.ts";
import type { LiveState } from "./liveConnection.ts";

/**
 * The state for users: `live`; `connecting` for the first time; `polling` if HTTP works but a live connection
 * doesn't; without a connection, `offline` if this device has no network, else `unreachable`.
 */
export type Connection = "connecting" | "live" | "polling" | "offline" | "unreachable";

/** There is no connection to the server, so the data may be out of date. */
export const isDown = (connection: Connection) => connection === "offline" || connection === "unreachable";

/** The number of unanswered requests in a row that mean that there is no connection. */
const downAfter = 2;

/** Derives the state of the connection from the live connection and the results of requests. */
export class ConnectionWatch {
  readonly #state = new Cell<Connection>("connecting");
  /** Unanswered requests in a row. */
  #unanswered = 0;
  #live: LiveState = { phase: "stopped" };
  readonly #hasNetwork: () => boolean;

  constructor(hasNetwork: () => boolean) {
    this.#hasNetwork = hasNetwork;
  }

  get state(): Readable<Connection> {
    return this.#state;
  }

  /** Returns an `http` that observes the results. */
  watch(http: Http): Http {
    return async (call) => {
      try {
        const answer = await http(call);
        this.#asked(true);
        return answer as never;
      } catch (error) {
        if (!call.signal?.aborted) this.#asked(asApiError(error).status !== 0);
        throw error;
      }
    };
  }

  heardLive(state: LiveState): void {
    this.#live = state;
    if (state.phase === "live") this.#unanswered = 0;
    this.#tell();
  }

  #asked(answered: boolean): void {
    this.#unanswered = answered ? 0 : this.#unanswered + 1;
    this.#tell();
  }

  #tell(): void {
    const { phase } = this.#live;
    // Requests notice a lost network sooner than the live connection does.
    if (this.#unanswered >= downAfter) this.#state.set(this.#hasNetwork() ? "unreachable" : "offline");
    else if (phase === "live") this.#state.set("live");
    else if (phase === "waiting" || this.#state.value !== "connecting") this.#state.set("polling");
  }
}
