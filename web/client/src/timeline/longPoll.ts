import { backoff, type Random } from "../backoff.ts";
import { type Clock, delay } from "../clock.ts";
import { asApiError } from "../http/apiError.ts";
import type { OpenRoom } from "../rooms/openRoom.ts";

/** The longest wait of a request, in seconds. */
const wait = 20;
/** The delay between requests for a room that can't be read. */
const unreadablePause = 15_000;

/** Follows a room by long polling. Returns the function that stops it. */
export function longPoll(room: OpenRoom, clock: Clock, random: Random): () => void {
  const stop = new AbortController();
  void follow(room, clock, random, stop.signal);
  return () => stop.abort();
}

async function follow(room: OpenRoom, clock: Clock, random: Random, signal: AbortSignal): Promise<void> {
  for (let failures = 0; !signal.aborted; ) {
    const started = clock.now();
    try {
      await room.poll(wait, signal);
      failures = 0;
      // Limits the rate if the server doesn't wait, or if there are many events.
      const pause = room.state.value.phase === "ready" ? 250 : unreadablePause;
      await delay(clock, Math.max(0, pause - (clock.now() - started)), signal);
    } catch (error) {
      const failure = asApiError(error);
      if (failure.status === 401) return;
      const pause = failure.passing ? (failure.retryAfterMs ?? backoff(failures++, random)) : unreadablePause;
      await delay(clock, pause, signal);
    }
  }
}
