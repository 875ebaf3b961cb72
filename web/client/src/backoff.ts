/** A number in [0, 1), like those of `Math.random`. */
export type Random = () => number;

/**
 * The delay before attempt `attempt` (0 for the first retry), in milliseconds: it doubles from `first` up to
 * `most`, with a random part so that clients that lost the same server don't reconnect together.
 */
export function backoff(attempt: number, random: Random, first = 500, most = 30_000): number {
  const full = Math.min(most, first * 2 ** Math.min(attempt, 20));
  return full / 2 + random() * (full / 2);
}
