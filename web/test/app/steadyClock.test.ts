import { describe, expect, it } from "vitest";
import { steadyClock, type TimerWorker } from "../../src/app/steadyClock";
import { TestClock } from "../world/testClock";

/** A page whose timers are slower than those of its worker by a factor. */
function hiddenPage(slower: number) {
  const time = new TestClock();
  const running = new Map<number, () => void>();
  const worker: TimerWorker = {
    onmessage: null,
    postMessage({ id, ms }) {
      running.get(id)?.();
      running.delete(id);
      if (ms === undefined) return;
      const fire = () => {
        running.delete(id);
        worker.onmessage?.({ data: id } as MessageEvent<number>);
      };
      running.set(id, time.after(ms, fire));
    },
  };
  const page = { now: () => time.now(), after: (ms: number, fire: () => void) => time.after(ms * slower, fire) };
  return { time, running, clock: steadyClock(page, worker) };
}

describe("the steady clock", () => {
  it("fires on time where the page's timers are late, and once", async () => {
    const { time, clock, running } = hiddenPage(3);
    let fired = 0;
    clock.after(25_000, () => fired++);
    await time.advance(24_999);
    expect(fired).toBe(0);
    await time.advance(1);
    expect(fired).toBe(1);
    await time.advance(100_000);
    expect(fired).toBe(1);
    expect(running.size).toBe(0);
  });

  it("uses the page's timers if no worker answers", async () => {
    const time = new TestClock();
    const clock = steadyClock(time, { onmessage: null, postMessage: () => {} });
    let fired = 0;
    clock.after(25_000, () => fired++);
    await time.advance(25_000);
    expect(fired).toBe(1);
  });

  it("fires no cancelled timer", async () => {
    const { time, clock, running } = hiddenPage(1);
    let fired = 0;
    clock.after(25_000, () => fired++)();
    await time.advance(60_000);
    expect(fired).toBe(0);
    expect(running.size).toBe(0);
  });
});
