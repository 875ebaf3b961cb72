/** A number in [0, 1), as `Math.random` gives. */
export type Random = () => number;

/**
 * How long to wait before try number `attempt` (0 for the first repeat), in milliseconds: doubling from `first` up to
 * `most`, spread over its upper half so that clients that lost the same server don't return together.
 */
export function backoff(attempt: number, random: Random, first = 500, most = 30_000): number {
  const full = Math.min(most, first * 2 ** Math.min(attempt, 20));
  return full / 2 + random() * (full / 2);
}
