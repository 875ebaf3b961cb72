import { Cell, type Readable } from "../cell";
import { asApiError } from "../http/apiError";
import type { Http } from "../http/http";
import type { LiveState } from "./liveConnection";

/**
 * How things stand, for people: `live`; `connecting` for the first time; `polling`, when HTTP works but a live connection
 * can't be had; `offline`, when nothing gets through.
 */
export type Connection = "connecting" | "live" | "polling" | "offline";

/** Watches the live connection and the outcome of requests, and says what that means. */
export class ConnectionWatch {
  readonly #state = new Cell<Connection>("connecting");
  #reachable = true;
  #live: LiveState = { phase: "stopped" };

  get state(): Readable<Connection> {
    return this.#state;
  }

  /** The same `http`, watched. */
  watch(http: Http): Http {
    return async (call) => {
      try {
        const answer = await http(call);
        this.#reached(true);
        return answer as never;
      } catch (error) {
        if (!call.signal?.aborted) this.#reached(asApiError(error).status !== 0);
        throw error;
      }
    };
  }

  heardLive(state: LiveState): void {
    this.#live = state;
    if (state.phase === "live") this.#reachable = true;
    this.#tell();
  }

  #reached(reachable: boolean): void {
    this.#reachable = reachable;
    this.#tell();
  }

  #tell(): void {
    const { phase } = this.#live;
    if (phase === "live") this.#state.set("live");
    else if (!this.#reachable) this.#state.set("offline");
    else if (phase === "waiting" || this.#state.value !== "connecting") this.#state.set("polling");
  }
}
