import type { Clock } from "../../client/src/clock.ts";

interface Timer {
  at: number;
  readonly callback: () => void;
}

/** Lets everything happen that needs no time: promises and what follows from them. */
export const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Time that moves only when a test says so. */
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

  /** Moves on by `ms`, firing what falls due on the way, each at its own time. */
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

  /** Moves on until the condition holds; fails after `most` ms. */
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

  /** The machine sleeps: the time of day moves on, and timers, which don't count sleep, are late by as much. */
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
