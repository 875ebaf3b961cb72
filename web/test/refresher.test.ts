import { describe, expect, it } from "vitest";
import { ApiError } from "../client/src/http/apiError.ts";
import { Refresher } from "../client/src/refresher.ts";
import { TestClock } from "./world/testClock";

/** Work that takes 100 ms and fails a given number of times. */
function worker(clock: TestClock, ...failures: ApiError[]) {
  const runs: number[] = [];
  const told: number[] = [];
  const work = async () => {
    runs.push(clock.now());
    await new Promise<void>((resolve) => void clock.after(100, resolve));
    const failure = failures.shift();
    if (failure) throw failure;
  };
  const refresher = new Refresher(
    work,
    clock,
    () => 0.5,
    (error) => told.push(error.status),
  );
  return { refresher, runs, told };
}

describe("a refresher", () => {
  it("runs once more for all calls during a run", async () => {
    const clock = new TestClock();
    const { refresher, runs } = worker(clock);
    void refresher.run();
    await clock.advance(50);
    void refresher.run();
    void refresher.run();
    await clock.advance(1_000);
    expect(runs).toHaveLength(2);
  });

  it("retries after a temporary failure, no sooner than the server asked", async () => {
    const clock = new TestClock();
    const { refresher, runs, told } = worker(clock, new ApiError(429, {}, 5_000));
    void refresher.run();
    await clock.advance(5_000);
    expect(runs).toHaveLength(1);
    await clock.advance(200);
    expect(runs).toHaveLength(2);
    expect(told).toEqual([429]);
  });

  it("doesn't repeat what was refused", async () => {
    const clock = new TestClock();
    const { refresher, runs, told } = worker(clock, new ApiError(403));
    void refresher.run();
    await clock.advance(600_000);
    expect(runs).toHaveLength(1);
    expect(told).toEqual([403]);
  });

  it("combines scheduled runs", async () => {
    const clock = new TestClock();
    const { refresher, runs } = worker(clock);
    for (let i = 0; i < 10; i++) refresher.soon(500);
    await clock.advance(2_000);
    expect(runs).toHaveLength(1);
  });

  it("does nothing after it is stopped", async () => {
    const clock = new TestClock();
    const { refresher, runs } = worker(clock, new ApiError(503), new ApiError(503));
    void refresher.run();
    await clock.advance(50);
    refresher.stop();
    await clock.advance(600_000);
    await refresher.run();
    expect(runs).toHaveLength(1);
  });
});
