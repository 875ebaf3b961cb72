import { backoff, type Random } from "./backoff.ts";
import type { Clock } from "./clock.ts";
import { type ApiError, asApiError } from "./http/apiError.ts";

/**
 * Runs a request once at a time. Calls during a run share it, and it runs once more, because its answer may be too old for them.
 * Failures that may pass are retried.
 */
export class Refresher {
  readonly #work: () => Promise<void>;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #onFailure: (error: ApiError) => void;
  #running: Promise<void> | null = null;
  #again = false;
  #failures = 0;
  #cancelTimer: (() => void) | null = null;
  #stopped = false;

  constructor(
    work: () => Promise<void>,
    clock: Clock,
    random: Random,
    onFailure: (error: ApiError) => void = () => {},
  ) {
    this.#work = work;
    this.#clock = clock;
    this.#random = random;
    this.#onFailure = onFailure;
  }

  /** Runs now. Resolves at the end of the run, also if it failed. */
  run(): Promise<void> {
    if (this.#stopped) return Promise.resolve();
    this.#again = this.#running !== null;
    this.#running ??= this.#runAll().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  /** Runs now if a run is scheduled. */
  retryNow(): void {
    if (this.#cancelTimer) void this.run();
  }

  /** Runs after `ms`, unless a run is scheduled already. */
  soon(ms: number): void {
    if (this.#running) this.#again = true;
    else if (!this.#stopped) this.#cancelTimer ??= this.#clock.after(ms, () => void this.run());
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelTimer?.();
  }

  async #runAll(): Promise<void> {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    try {
      do {
        this.#again = false;
        await this.#work();
      } while (this.#again && !this.#stopped);
      this.#failures = 0;
    } catch (error) {
      const failure = asApiError(error);
      if (this.#stopped) return;
      this.#onFailure(failure);
      if (failure.passing) this.#retryAfter(failure.retryAfterMs ?? backoff(this.#failures++, this.#random));
    }
  }

  #retryAfter(ms: number): void {
    this.#cancelTimer?.();
    this.#cancelTimer = this.#clock.after(ms, () => void this.run());
  }
}
