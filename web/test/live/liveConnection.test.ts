import { describe, expect, it } from "vitest";
import { memoryStore } from "../../client/src/keyValueStore.ts";
import { LiveConnection } from "../../client/src/live/liveConnection.ts";
import { password } from "../world/api";
import { World } from "../world/world";

async function connection(world: World) {
  const session = world.session(memoryStore());
  await world.wait(session.login("ann", password));
  const { clock, random } = world;
  const url = `/api/users/${world.ann.id}`;
  const live = new LiveConnection({ url, session, hub: world.airwaves.hub, clock, random, register: () => {} });
  return { live, session, phase: () => live.state.value.phase };
}

describe("a live connection", () => {
  it("refreshes the session when its negotiation has an expired token", async () => {
    const world = new World();
    const { live, phase } = await connection(world);
    await world.clock.advance(16 * 60_000);
    live.start();
    await world.clock.until(() => phase() === "live", 5_000);
    expect(world.network.requests.filter((one) => one.endsWith("/refresh"))).toHaveLength(1);
  });

  it("waits longer after each failure, up to half a minute", async () => {
    const world = new World();
    const { live } = await connection(world);
    world.airwaves.up = false;
    const waits: number[] = [];
    live.state.subscribe(() => {
      const state = live.state.value;
      if (state.phase === "waiting") waits.push(state.retryAt - world.clock.now());
    });
    live.start();
    await world.clock.advance(300_000);
    expect(waits[0]).toBeLessThanOrEqual(500);
    expect(waits.at(-1)).toBeGreaterThan(15_000);
    expect(Math.max(...waits)).toBeLessThanOrEqual(30_000);
  });

  it("retries immediately when the network is back", async () => {
    const world = new World();
    const { live, phase } = await connection(world);
    world.airwaves.up = false;
    live.start();
    await world.clock.advance(120_000);
    await world.clock.until(() => phase() === "waiting");
    world.airwaves.up = true;
    live.retryNow();
    await world.clock.advance(50);
    expect(phase()).toBe("live");
  });

  it("stays stopped when it's stopped while it connects", async () => {
    const world = new World();
    const { live, phase } = await connection(world);
    live.start();
    live.stop();
    await world.clock.advance(60_000);
    expect(phase()).toBe("stopped");
    expect(world.airwaves.connections).toBe(0);
  });
});
