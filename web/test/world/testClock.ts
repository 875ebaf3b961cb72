import type { Clock } from "../../client/src/clock.ts";

interface Timer {
  at: number;
  readonly callback: () => void;
}

/** Runs all pending promise callbacks. */
export const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A clock that a test moves. */
export class TestClock implements Clock {
  #now = Date.parse("2026-11-20T09:00:00.000Z");
  readonly #timers = new Set<Timer>();

  now(): number {
    return this.#now;
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { at: this.#now + ms, callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** Advances by `ms` and fires each due timer at its own time. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (let timer = this.#next(end); timer; timer = this.#next(end)) {
      this.#timers.delete(timer);
      this.#now = Math.max(this.#now, timer.at);
      timer.callback();
      await settle();
    }
    this.#now = end;
  }

  /** Advances until the condition holds; fails after `most` ms. */
  async until(condition: () => boolean, most = 300_000): Promise<void> {
    const end = this.#now + most;
    await settle();
    while (!condition()) {
      const timer = this.#next(end);
      if (!timer) throw new Error(`Not so within ${most} ms`);
      this.#timers.delete(timer);
      this.#now = Math.max(this.#now, timer.at);
      timer.callback();
      await settle();
    }
  }

  /** Simulates sleep: the time of day advances, and timers are late by the same time. */
  sleep(ms: number): void {
    this.#now += ms;
    for (const timer of this.#timers) timer.at += ms;
  }

  #next(end: number): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.#timers) if (timer.at <= end && (!first || timer.at < first.at)) first = timer;
    return first;
  }
}
