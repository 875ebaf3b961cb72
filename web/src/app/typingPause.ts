import { delay, systemClock } from "../../client/src/clock";

/** Waits until no key came for a moment, so that not every one starts a search. */
export const typingPause = (signal: AbortSignal) => delay(systemClock, 200, signal);
