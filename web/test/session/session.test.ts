import { describe, expect, it } from "vitest";
import { memoryStore } from "../../client/src/keyValueStore.ts";
import { pageLock } from "../../client/src/session/exclusive.ts";
import { password } from "../world/api";
import { World } from "../world/world";

async function signedIn(world: World, store = memoryStore(), lock = pageLock()) {
  const session = world.session(store, lock);
  await world.wait(session.login("ann", password));
  return session;
}

const me = { method: "GET", path: "/me" } as const;
const refreshes = (world: World) => world.network.requests.filter((one) => one.endsWith("/refresh")).length;

describe("a session", () => {
  it("survives a reload through its store", async () => {
    const world = new World();
    const store = memoryStore();
    await signedIn(world, store);
    const reloaded = world.session(store);
    expect(reloaded.state.value.user?.username).toBe("Ann");
    expect(await world.wait(reloaded.authorised(me))).toMatchObject({ login: "ann" });
  });

  it("refreshes once for any number of requests with an expired token, and repeats them all", async () => {
    const world = new World();
    const session = await signedIn(world);
    world.server.accessTokenLife = 60_000;
    await world.clock.advance(16 * 60_000);
    let latency = 0;
    world.network.latency = () => (latency = (latency + 37) % 101);
    const answers = await world.wait(Promise.all(Array.from({ length: 12 }, () => session.authorised(me))));
    expect(answers).toHaveLength(12);
    expect(refreshes(world)).toBe(1);
    expect(session.state.value.user).not.toBeNull();
  });

  it("uses a refresh token once if two tabs need it concurrently", async () => {
    const world = new World();
    const store = memoryStore();
    const lock = pageLock();
    const one = await signedIn(world, store, lock);
    const two = world.session(store, lock);
    await world.clock.advance(16 * 60_000);
    await world.wait(Promise.all([one.authorised(me), two.authorised(me)]));
    expect(refreshes(world)).toBe(1);
    expect(two.accessToken).toBe(one.accessToken);
  });

  it("ends, and reports it, when its refresh token is refused", async () => {
    const world = new World();
    const store = memoryStore();
    const session = await signedIn(world, store);
    world.server.sessions.length = 0;
    await expect(world.wait(session.authorised(me))).rejects.toMatchObject({ status: 401 });
    expect(session.state.value).toEqual({ user: null, ended: true });
    expect(store.get("session")).toBeNull();
  });

  it("survives a refresh that failed temporarily", async () => {
    const world = new World();
    const session = await signedIn(world);
    await world.clock.advance(16 * 60_000);
    world.network.fate = (_, path) => (path.endsWith("/refresh") ? 503 : "ok");
    await expect(world.wait(session.authorised(me))).rejects.toMatchObject({ status: 503 });
    world.network.fate = () => "ok";
    expect(await world.wait(session.authorised(me))).toMatchObject({ login: "ann" });
  });

  it("repeats a refresh whose answer was lost, also after a reload", async () => {
    const world = new World();
    const store = memoryStore();
    const session = await signedIn(world, store);
    await world.clock.advance(16 * 60_000);
    world.network.fate = (_, path) => (path.endsWith("/refresh") ? "unanswered" : "ok");
    await expect(world.wait(session.authorised(me))).rejects.toThrow();
    world.network.fate = () => "ok";
    const reloaded = world.session(store);
    expect(await world.wait(reloaded.authorised(me))).toMatchObject({ login: "ann" });
    await world.clock.advance(16 * 60_000);
    expect(await world.wait(reloaded.authorised(me))).toMatchObject({ login: "ann" });
  });

  it("ends on the server too when its user signs out long after the access token has expired", async () => {
    const world = new World();
    const session = await signedIn(world);
    expect(world.server.sessions.length).toBe(1);
    await world.clock.advance(16 * 60_000);
    await world.wait(session.logout());
    expect(world.server.sessions.length).toBe(0);
  });

  it("doesn't sign in again when the answer to a refresh arrives after signing out", async () => {
    const world = new World();
    const session = await signedIn(world);
    await world.clock.advance(16 * 60_000);
    const late = session.authorised(me).catch(() => undefined);
    await world.clock.advance(12);
    const out = session.logout();
    await world.wait(Promise.all([late, out.catch(() => undefined)]));
    expect(session.state.value.user).toBeNull();
  });

  it("removes drafts and unsent messages of its user at sign-out, and keeps those of others", async () => {
    const world = new World();
    const kept = ["theme", `draft/${world.bob.id}/r1`];
    const own = [`draft/${world.ann.id}/r1`, `draft/${world.ann.id}/r1/reply`, `outbox/${world.ann.id}/c1`];
    const store = memoryStore([...kept, ...own].map((key) => [key, "x"]));
    const session = await signedIn(world, store);
    await world.wait(session.logout());
    expect(store.keys("").sort()).toEqual(kept.sort());
  });

  it("keeps drafts and unsent messages when the server ends it", async () => {
    const world = new World();
    const key = `draft/${world.ann.id}/r1`;
    const store = memoryStore([[key, "x"]]);
    const session = await signedIn(world, store);
    world.server.sessions.length = 0;
    await expect(world.wait(session.authorised(me))).rejects.toMatchObject({ status: 401 });
    expect(store.keys("")).toEqual([key]);
  });

  it("reports the server's message about a login", async () => {
    const world = new World();
    const refused = world.wait(world.session(memoryStore()).login("ann", "wrong"));
    await expect(refused).rejects.toMatchObject({
      code: "invalid_credentials",
      message: "Refused: invalid_credentials.",
    });
  });

  it("starts signed out if the stored session can't be read", () => {
    const store = memoryStore([["session", "{half"]]);
    expect(new World().session(store).state.value.user).toBeNull();
  });
});
