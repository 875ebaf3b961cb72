import { describe, expect, it } from "vitest";
import { World } from "./world/world";

async function opened(world: World) {
  const chat = await world.client();
  const sync = chat.openRoom(world.room.id);
  await world.clock.until(() => sync.state.value.phase === "ready");
  const shown = () => sync.state.value.timeline?.messages.map((message) => message.text) ?? [];
  return { chat, sync, shown };
}

const asked = (world: World, what: RegExp) => world.network.requests.filter((one) => what.test(one)).length;

describe("a room in view", () => {
  it("shows broadcasts without a request", async () => {
    const world = new World();
    const { shown } = await opened(world);
    await world.clock.advance(5_000);
    const before = asked(world, /events/);
    world.say("hello");
    await world.clock.advance(50);
    expect(shown()).toEqual(["hello"]);
    expect(asked(world, /events/)).toBe(before);
  });

  it("fetches missing events when the next broadcast shows a gap", async () => {
    const world = new World();
    const { shown } = await opened(world);
    await world.clock.advance(5_000);
    world.airwaves.arrivals = () => [];
    world.say("lost");
    world.airwaves.arrivals = () => [1];
    world.say("heard");
    await world.clock.advance(10);
    expect(shown()).toEqual([]);
    await world.clock.advance(500);
    expect(shown()).toEqual(["lost", "heard"]);
  });

  it("finds a lost last broadcast at its next heartbeat", async () => {
    const world = new World();
    const { shown } = await opened(world);
    await world.clock.advance(5_000);
    world.airwaves.arrivals = () => [];
    world.say("lost");
    await world.clock.advance(26_000);
    expect(shown()).toEqual(["lost"]);
  });

  it("requests no events at a heartbeat when nothing was lost", async () => {
    const world = new World();
    const { shown } = await opened(world);
    await world.clock.advance(5_000);
    const before = asked(world, /events/);
    world.say("heard");
    await world.clock.advance(100_000);
    expect(shown()).toEqual(["heard"]);
    expect(asked(world, /events/)).toBe(before);
  });

  it("catches up when a lost connection is back", async () => {
    const world = new World();
    const { chat, shown } = await opened(world);
    await world.clock.advance(5_000);
    world.airwaves.cut();
    world.say("missed");
    await world.clock.until(() => chat.connection.value === "live", 2_000);
    await world.clock.advance(100);
    expect(shown()).toEqual(["missed"]);
  });

  it("reconnects after sleep, because the old connection may be dead", async () => {
    const world = new World();
    const { chat, shown } = await opened(world);
    await world.clock.advance(5_000);
    world.airwaves.deafen();
    world.say("missed");
    world.clock.sleep(3_600_000);
    chat.wake();
    await world.clock.advance(2_000);
    expect(world.airwaves.attempts).toBe(2);
    expect(shown()).toEqual(["missed"]);
    world.say("live");
    await world.clock.advance(50);
    expect(shown()).toEqual(["missed", "live"]);
  });

  it("detects at its next heartbeat that the machine slept", async () => {
    const world = new World();
    const { shown } = await opened(world);
    world.airwaves.deafen();
    world.clock.sleep(3_600_000);
    await world.clock.advance(27_000);
    world.say("live");
    await world.clock.advance(50);
    expect(shown()).toEqual(["live"]);
  });

  it("reloads the last page if it is too far behind to replay events", async () => {
    const world = new World();
    const { sync, shown } = await opened(world);
    await world.clock.advance(5_000);
    world.airwaves.arrivals = () => [];
    for (let i = 0; i < 1_500; i++) world.say(`${i}`);
    const before = asked(world, /events/);
    await world.wait(sync.resume());
    expect(shown().at(-1)).toBe("1499");
    expect(shown()).toHaveLength(50);
    expect(asked(world, /events/) - before).toBeLessThanOrEqual(2);
  });

  it("loads history back to the room's first message, in order and once", async () => {
    const world = new World();
    for (let i = 0; i < 170; i++) world.say(`${i}`);
    const { sync, shown } = await opened(world);
    expect(shown()).toHaveLength(50);
    while (!sync.state.value.timeline?.atStart) await world.wait(sync.loadOlder());
    expect(shown()).toEqual(Array.from({ length: 170 }, (_, i) => `${i}`));
  });

  it("removes its room from the list when it is gone, without an event", async () => {
    const world = new World();
    const { sync, chat } = await opened(world);
    expect(chat.rooms.find(world.room.id)).toBeDefined();
    world.room.members.delete(world.ann.id);
    await world.wait(sync.resume());
    expect(sync.state.value.phase).toBe("gone");
    expect(chat.rooms.state.value.rooms).toEqual([]);
  });

  it("is gone when the user is removed, and not before", async () => {
    const world = new World();
    const { sync, chat } = await opened(world);
    expect(sync.state.value.phase).toBe("ready");
    world.room.members.delete(world.ann.id);
    world.server.toUser(world.ann.id, "roomsChanged", [{ roomId: world.room.id, change: "removed" }]);
    await world.clock.advance(100);
    expect(sync.state.value.phase).toBe("gone");
    expect(chat.rooms.state.value.rooms).toEqual([]);
  });
});

describe("a room that isn't there", () => {
  it("is requested once", async () => {
    const world = new World();
    const chat = await world.client();
    const sync = chat.openRoom("nowhere");
    await world.clock.advance(120_000);
    expect(sync.state.value.phase).toBe("gone");
    expect(asked(world, /nowhere/)).toBe(1);
  });

  it("opens when the list contains it, even if the live message was lost", async () => {
    const world = new World();
    const chat = await world.client();
    const room = world.server.addRoom(world.bob, "New");
    const sync = chat.openRoom(room.id);
    await world.clock.advance(5_000);
    expect(sync.state.value.phase).toBe("gone");
    world.airwaves.arrivals = () => [];
    world.server.putMember(room, world.ann);
    await world.clock.advance(40_000);
    expect(sync.state.value.phase).toBe("ready");
  });
});

describe("rooms that aren't in view", () => {
  it("are updated in the list by the next heartbeat after a lost broadcast", async () => {
    const world = new World();
    const chat = await world.client();
    await world.clock.advance(5_000);
    world.airwaves.arrivals = () => [];
    world.say("lost");
    await world.clock.advance(27_000);
    expect(chat.rooms.find(world.room.id)?.lastMessage?.text).toBe("lost");
    expect(chat.rooms.find(world.room.id)?.unreadCount).toBe(1);
  });

  it("leave the list at the next heartbeat after a lost removal", async () => {
    const world = new World();
    const { chat, sync } = await opened(world);
    await world.clock.advance(5_000);
    world.airwaves.arrivals = () => [];
    world.server.removeMember(world.room, world.ann);
    await world.clock.advance(27_000);
    expect(sync.state.value.phase).toBe("gone");
    expect(chat.rooms.find(world.room.id)).toBeUndefined();
  });

  it("appear in the list at the next heartbeat after a lost join", async () => {
    const world = new World();
    const chat = await world.client();
    await world.clock.advance(5_000);
    world.airwaves.arrivals = () => [];
    const room = world.server.addRoom(world.bob, "New");
    world.server.putMember(room, world.ann);
    await world.clock.advance(27_000);
    expect(chat.rooms.find(room.id)?.name).toBe("New");
  });
});

describe("the connection", () => {
  it("counts as lost after unanswered requests, before the live connection reports it", async () => {
    const world = new World();
    const { chat } = await opened(world);
    await world.clock.advance(5_000);
    world.airwaves.deafen();
    world.network.fate = () => "unsent";
    chat.send(world.room.id, "hello");
    await world.clock.advance(2_000);
    expect(world.airwaves.connections).toBe(1);
    expect(chat.connection.value).toBe("unreachable");
    world.network.fate = () => "ok";
    await world.clock.until(() => chat.connection.value === "live", 30_000);
  });

  it("is offline only if the device has no network", async () => {
    const world = new World();
    const { chat } = await opened(world);
    world.network.fate = () => "unsent";
    world.airwaves.up = false;
    world.airwaves.cut();
    await world.clock.advance(10_000);
    expect(chat.connection.value).toBe("unreachable");
    world.hasNetwork = false;
    await world.clock.advance(60_000);
    expect(chat.connection.value).toBe("offline");
  });

  it("hides presence while it is lost, and shows it again afterwards, also without live messages", async () => {
    const world = new World();
    const { chat } = await opened(world);
    await world.clock.advance(5_000);
    world.server.toUser(world.ann.id, "presence", [{ userId: world.bob.id, online: true }]);
    await world.clock.advance(50);
    expect(chat.presence.online.value?.has(world.bob.id)).toBe(true);
    world.network.fate = () => "unsent";
    world.airwaves.up = false;
    world.airwaves.cut();
    await world.clock.advance(60_000);
    expect(chat.presence.online.value).toBeNull();
    world.network.fate = () => "ok";
    await world.clock.until(() => chat.connection.value === "polling", 60_000);
    await world.clock.advance(1_000);
    expect(chat.presence.online.value).not.toBeNull();
  });

  it("is retried, with the active room, each time the user asks", async () => {
    const world = new World();
    const chat = await world.client();
    await world.clock.until(() => chat.connection.value === "live");
    world.network.fate = () => "unsent";
    world.airwaves.up = false;
    world.airwaves.cut();
    const sync = chat.openRoom(world.room.id);
    await world.clock.advance(120_000);
    expect(sync.state.value.phase).toBe("failed");
    chat.wake();
    await world.clock.advance(100);
    world.network.fate = () => "ok";
    chat.wake();
    await world.clock.advance(100);
    expect(sync.state.value.phase).toBe("ready");
  });

  it("doesn't count as lost after one unanswered request", async () => {
    const world = new World();
    const { chat } = await opened(world);
    await world.clock.advance(5_000);
    let failures = 1;
    world.network.fate = () => (failures-- > 0 ? "unsent" : "ok");
    const seen: string[] = [];
    chat.connection.subscribe(() => seen.push(chat.connection.value));
    await world.clock.advance(60_000);
    expect(failures).toBeLessThan(0);
    expect(seen).toEqual([]);
  });
});

describe("without a live connection", () => {
  it("follows the active room by long polling", async () => {
    const world = new World();
    world.airwaves.up = false;
    const { chat, shown } = await opened(world);
    await world.clock.advance(10_000);
    expect(chat.connection.value).toBe("polling");
    world.say("hello");
    await world.clock.advance(50);
    expect(shown()).toEqual(["hello"]);
  });

  it("waits in long polls instead of repeating short requests", async () => {
    const world = new World();
    world.airwaves.up = false;
    await opened(world);
    await world.clock.advance(5_000);
    const before = asked(world, /wait=20/);
    await world.clock.advance(60_000);
    expect(asked(world, /wait=20/) - before).toBeLessThanOrEqual(3);
  });

  it("detects that the user left the room and returned", async () => {
    const world = new World();
    world.airwaves.up = false;
    const { chat, sync, shown } = await opened(world);
    await world.clock.advance(10_000);
    world.server.removeMember(world.room, world.ann);
    await world.clock.advance(25_000);
    expect(sync.state.value.phase).toBe("gone");
    expect(chat.rooms.find(world.room.id)).toBeUndefined();
    await world.clock.advance(60_000);
    world.server.putMember(world.room, world.ann);
    world.say("welcome back");
    await world.clock.advance(16_000);
    expect(sync.state.value.phase).toBe("ready");
    expect(shown()).toEqual(["welcome back"]);
    expect(chat.rooms.find(world.room.id)?.name).toBe("Garden");
  });

  it("polls a room that can't be read only occasionally", async () => {
    const world = new World();
    world.airwaves.up = false;
    world.server.removeMember(world.room, world.ann);
    const chat = await world.client();
    const sync = chat.openRoom(world.room.id);
    await world.clock.until(() => sync.state.value.phase === "gone");
    const before = asked(world, new RegExp(`rooms/${world.room.id}`));
    await world.clock.advance(60_000);
    expect(asked(world, new RegExp(`rooms/${world.room.id}`)) - before).toBeLessThan(12);
    world.server.putMember(world.room, world.ann);
    await world.clock.advance(16_000);
    expect(sync.state.value.phase).toBe("ready");
  });

  it("keeps reconnecting with growing delays, and stops polling when connected", async () => {
    const world = new World();
    world.airwaves.up = false;
    const { chat } = await opened(world);
    await world.clock.advance(120_000);
    expect(world.airwaves.attempts).toBeGreaterThan(5);
    expect(world.airwaves.attempts).toBeLessThan(15);
    world.airwaves.up = true;
    await world.clock.until(() => chat.connection.value === "live", 31_000);
    const before = asked(world, /wait=20/);
    await world.clock.advance(60_000);
    expect(asked(world, /wait=20/)).toBe(before);
  });

  it("negotiates with a fresh token when the old one has expired", async () => {
    const world = new World();
    const { chat } = await opened(world);
    world.network.fate = () => "unsent";
    world.airwaves.up = false;
    world.airwaves.cut();
    await world.clock.advance(16 * 60_000);
    expect(chat.connection.value).toBe("unreachable");
    world.network.fate = () => "ok";
    world.airwaves.up = true;
    await world.clock.until(() => chat.connection.value === "live", 60_000);
    expect(world.airwaves.connections).toBe(1);
  });

  it("leaves nothing running after it's stopped", async () => {
    const world = new World();
    const { chat } = await opened(world);
    chat.stop();
    await world.clock.advance(1_000);
    const before = world.network.requests.length;
    await world.clock.advance(600_000);
    expect(world.network.requests.length).toBe(before);
    expect(world.airwaves.connections).toBe(0);
  });
});
