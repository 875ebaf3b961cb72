import { describe, expect, it } from "vitest";
import type { Chat } from "../../client/src/chat.ts";
import { memoryStore } from "../../client/src/keyValueStore.ts";
import type { Fate } from "../world/network";
import { World } from "../world/world";

const sends = (world: World) => world.network.requests.filter((one) => /^POST .*\/messages$/.test(one)).length;
const texts = (world: World) => world.messages().map((message) => message.text);
const states = (chat: Chat) => chat.outbox.entries.value.map((entry) => entry.state);

/** The fates of successive sends; later ones succeed. */
function sendFates(world: World, ...fates: Fate[]) {
  world.network.fate = (method, path) =>
    method === "POST" && path.endsWith("/messages") ? (fates.shift() ?? "ok") : "ok";
}

async function opened(world: World, store = memoryStore()) {
  const chat = await world.client(store);
  const sync = chat.openRoom(world.room.id);
  await world.clock.until(() => sync.state.value.phase === "ready" && chat.connection.value === "live");
  return { chat, shown: () => sync.state.value.timeline?.messages.map((message) => message.text) ?? [] };
}

describe("a message of one's own", () => {
  it("is shown immediately, and once after it is stored", async () => {
    const world = new World();
    const { chat, shown } = await opened(world);
    chat.send(world.room.id, "hello");
    expect(states(chat)).toEqual(["sending"]);
    await world.clock.until(() => states(chat).length === 0);
    expect(shown()).toEqual(["hello"]);
    expect(texts(world)).toEqual(["hello"]);
  });

  it("is shown once if it arrives live before the answer", async () => {
    const world = new World();
    const { chat, shown } = await opened(world);
    sendFates(world, "hang");
    chat.send(world.room.id, "hello");
    await world.clock.advance(100);
    expect(shown()).toEqual(["hello"]);
    expect(states(chat)).toEqual([]);
    await world.clock.advance(60_000);
    expect(shown()).toEqual(["hello"]);
    expect(sends(world)).toBe(1);
  });

  it("is shown once if it arrives live after the answer", async () => {
    const world = new World();
    const { chat, shown } = await opened(world);
    world.airwaves.arrivals = () => [3_000];
    chat.send(world.room.id, "hello");
    await world.clock.advance(500);
    expect(shown()).toEqual(["hello"]);
    await world.clock.advance(5_000);
    expect(shown()).toEqual(["hello"]);
  });

  it("stays in the outbox as sent while earlier events are missing", async () => {
    const world = new World();
    const store = memoryStore();
    const { chat, shown } = await opened(world, store);
    await world.clock.advance(5_000);
    world.airwaves.arrivals = () => [];
    world.say("unheard");
    chat.send(world.room.id, "hello");
    await world.clock.advance(20);
    expect(states(chat)).toEqual(["sent"]);
    expect(store.keys("outbox/")).toEqual([]);
    await world.clock.advance(1_000);
    expect(shown()).toEqual(["unheard", "hello"]);
    expect(states(chat)).toEqual([]);
  });

  it.each<[string, Fate]>([
    ["a broken connection", "unsent"],
    ["an answer that is lost", "unanswered"],
    ["a time-out", "hang"],
    ["a fault of the server", 503],
    ["too many requests", 429],
  ])("is sent again after %s, and is one message", async (_, fate) => {
    const world = new World();
    const { chat, shown } = await opened(world);
    world.airwaves.arrivals = () => [];
    sendFates(world, fate, fate);
    chat.send(world.room.id, "hello");
    await world.clock.advance(60_000);
    expect(texts(world)).toEqual(["hello"]);
    expect(shown()).toEqual(["hello"]);
    expect(states(chat)).toEqual([]);
  });

  it("isn't sent again before the server's Retry-After", async () => {
    const world = new World();
    const { chat } = await opened(world);
    sendFates(world, 429);
    chat.send(world.room.id, "hello");
    await world.clock.advance(1_900);
    expect(sends(world)).toBe(1);
    await world.clock.advance(200);
    expect(sends(world)).toBe(2);
  });

  it("stays behind one that is still retried", async () => {
    const world = new World();
    const { chat } = await opened(world);
    sendFates(world, 503, "unsent", 503);
    chat.send(world.room.id, "first");
    chat.send(world.room.id, "second");
    await world.clock.advance(60_000);
    expect(texts(world)).toEqual(["first", "second"]);
  });

  it("fails when the server refuses it, and later ones wait for the user to retry", async () => {
    const world = new World();
    const { chat, shown } = await opened(world);
    sendFates(world, 403);
    chat.send(world.room.id, "first");
    chat.send(world.room.id, "second");
    await world.clock.advance(600_000);
    expect(states(chat)).toEqual(["failed", "sending"]);
    expect(sends(world)).toBe(1);
    chat.send(world.room.id, "third");
    chat.outbox.retry(chat.outbox.entries.value[0]?.clientMessageId ?? "");
    await world.clock.until(() => states(chat).length === 0);
    expect(texts(world)).toEqual(["first", "second", "third"]);
    expect(shown()).toEqual(["first", "second", "third"]);
  });

  it("unblocks later ones when the user discards it, also during an attempt", async () => {
    for (const fate of [400, 503] as const) {
      const world = new World();
      const { chat } = await opened(world);
      sendFates(world, ...Array.from({ length: 6 }, (_, n) => (n === 0 || fate === 503 ? fate : "ok")));
      chat.send(world.room.id, "first");
      chat.send(world.room.id, "second");
      await world.clock.advance(8_000);
      expect(texts(world)).toEqual([]);
      chat.outbox.discard(chat.outbox.entries.value[0]?.clientMessageId ?? "");
      await world.clock.until(() => states(chat).length === 0);
      expect(texts(world)).toEqual(["second"]);
    }
  });

  it("is retried without a network, and sent when it is back", async () => {
    const world = new World();
    const { chat } = await opened(world);
    world.network.fate = () => "unsent";
    world.airwaves.up = false;
    world.airwaves.cut();
    chat.send(world.room.id, "hello");
    await world.clock.advance(3_600_000);
    expect(states(chat)).toEqual(["sending"]);
    world.network.fate = () => "ok";
    world.airwaves.up = true;
    await world.clock.until(() => chat.connection.value === "live", 31_000);
    await world.clock.advance(100);
    expect(texts(world)).toEqual(["hello"]);
  });

  it.each<Fate>([503, 500, 429])("is tried for as long as the server answers %s", async (fate) => {
    const world = new World();
    const { chat } = await opened(world);
    world.network.fate = (method, path) => (method === "POST" && path.endsWith("/messages") ? fate : "ok");
    chat.send(world.room.id, "one");
    chat.send(world.room.id, "two");
    await world.clock.advance(600_000);
    expect(states(chat)).toEqual(["sending", "sending"]);
    expect(chat.outbox.entries.value.map((entry) => entry.isLate ?? false)).toEqual([true, false]);
    world.network.fate = () => "ok";
    await world.clock.until(() => states(chat).length === 0, 31_000);
    expect(texts(world)).toEqual(["one", "two"]);
  });
});

describe("the outbox after a reload", () => {
  it("sends unsent messages with the same ids in the order in which they were written", async () => {
    const world = new World();
    const store = memoryStore();
    const { chat } = await opened(world, store);
    sendFates(world, "unanswered", "unsent");
    world.airwaves.arrivals = () => [];
    chat.send(world.room.id, "first");
    await world.clock.advance(30);
    chat.send(world.room.id, "second");
    await world.clock.advance(30);
    chat.stop();
    expect(texts(world)).toEqual(["first"]);

    const { chat: reloaded, shown } = await opened(world, store);
    await world.clock.until(() => states(reloaded).length === 0);
    expect(texts(world)).toEqual(["first", "second"]);
    expect(shown()).toEqual(["first", "second"]);
    expect(store.keys("outbox/")).toEqual([]);
  });

  it("keeps the order of messages that were written within one millisecond, or after the clock was put back", async () => {
    const world = new World();
    const store = memoryStore();
    const { chat } = await opened(world, store);
    world.network.fate = () => "unsent";
    const written = ["a", "b", "c", "d"];
    for (const text of written) chat.send(world.room.id, text);
    world.clock.sleep(-60_000);
    chat.send(world.room.id, "e");
    chat.stop();
    const reversed = memoryStore(
      store
        .keys("")
        .reverse()
        .map((key) => [key, store.get(key) ?? ""]),
    );
    world.network.fate = () => "ok";
    await opened(world, reversed);
    await world.clock.until(() => reversed.keys("outbox/").length === 0);
    expect(texts(world)).toEqual([...written, "e"]);
  });

  it("keeps a failed message until the user decides", async () => {
    const world = new World();
    const store = memoryStore();
    const { chat } = await opened(world, store);
    sendFates(world, 400);
    chat.send(world.room.id, "hello");
    await world.clock.advance(1_000);
    chat.stop();
    const { chat: reloaded } = await opened(world, store);
    await world.clock.advance(10_000);
    expect(states(reloaded)).toEqual(["failed"]);
    expect(texts(world)).toEqual([]);
  });

  it("is sent when its user has signed in again after the session ended", async () => {
    const world = new World();
    const store = memoryStore();
    const { chat } = await opened(world, store);
    world.server.sessions.length = 0;
    chat.send(world.room.id, "first");
    chat.send(world.room.id, "second");
    await world.clock.advance(1_000);
    chat.stop();
    expect(store.get("session")).toBeNull();
    await opened(world, store);
    await world.clock.advance(1_000);
    expect(texts(world)).toEqual(["first", "second"]);
  });

  it("isn't shared with another user", async () => {
    const world = new World();
    const store = memoryStore();
    const { chat } = await opened(world, store);
    world.network.fate = (method) => (method === "POST" ? "unsent" : "ok");
    chat.send(world.room.id, "hello");
    chat.stop();
    world.network.fate = () => "ok";
    store.remove("session");
    const session = world.session(store);
    await world.wait(session.login("bob", "correct horse"));
    const bob = await world.client(store);
    expect(bob.outbox.entries.value).toEqual([]);
  });
});
