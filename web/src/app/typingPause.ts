import { delay, systemClock } from "../../client/src/clock";

/** Waits for a pause in typing, so that not every key starts a search. */
export const typingPause = (signal: AbortSignal) => delay(systemClock, 200, signal);
