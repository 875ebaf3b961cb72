import { describe, expect, it } from "vitest";
import type { Room } from "../../client/src/wire.ts";
import { titleOf } from "../../src/rooms/roomName";
import { World } from "../world/world";

async function started(world: World) {
  const chat = await world.client();
  await world.clock.until(() => chat.connection.value === "live");
  await world.clock.advance(5_000);
  return chat;
}

const count = (world: World, what: RegExp) => world.network.requests.filter((one) => what.test(one)).length;

describe("typing", () => {
  const signal = (world: World) => {
    const { bob, room } = world;
    world.server.toRoom(room, "typing", [{ roomId: room.id, userId: bob.id, username: "Bob", expiresAt: "" }]);
  };

  it("is reported at most once in three seconds while keys are pressed", async () => {
    const world = new World();
    const chat = await started(world);
    for (let i = 0; i < 60; i++) {
      chat.typing.pressed(world.room.id);
      await world.clock.advance(100);
    }
    expect(count(world, /typing$/)).toBe(2);
  });

  it("of others is shown for some seconds or until their message arrives", async () => {
    const world = new World();
    const chat = await started(world);
    const typists = () => chat.typing.typists.value.get(world.room.id)?.map((user) => user.username);
    signal(world);
    await world.clock.advance(50);
    expect(typists()).toEqual(["Bob"]);
    await world.clock.advance(8_000);
    expect(typists()).toBeUndefined();
    signal(world);
    await world.clock.advance(50);
    world.say("hello");
    await world.clock.advance(50);
    expect(typists()).toBeUndefined();
  });
});

describe("presence", () => {
  it("is renewed every 25 seconds", async () => {
    const world = new World();
    await started(world);
    const before = count(world, /presence$/);
    await world.clock.advance(100_000);
    expect(count(world, /presence$/) - before).toBe(4);
  });

  it("of others follows live messages", async () => {
    const world = new World();
    const chat = await started(world);
    const hear = (online: boolean) =>
      world.server.toUser(world.ann.id, "presence", [{ userId: world.bob.id, online, at: "" }]);
    hear(true);
    await world.clock.advance(50);
    expect(chat.presence.online.value?.has(world.bob.id)).toBe(true);
    hear(false);
    await world.clock.advance(50);
    expect(chat.presence.online.value?.has(world.bob.id)).toBe(false);
  });
});

describe("direct rooms", () => {
  it("are named after the other user without a request for each", async () => {
    const world = new World();
    const direct = world.server.addRoom(world.bob, "", "direct");
    world.server.putMember(direct, world.ann);
    const chat = await started(world);
    await world.clock.advance(100);
    expect(titleOf(chat.rooms.find(direct.id) as Room)).toBe("Bob");
    expect(count(world, new RegExp(`${direct.id}/members`))).toBe(0);
  });
});

describe("notifications", () => {
  it("arrive live, once each, and can be marked as read", async () => {
    const world = new World();
    const chat = await started(world);
    const notification = { id: "n1", text: "Backup finished", createdAt: world.server.timestamp(), read: false };
    world.server.notifications.push({ ...notification });
    world.airwaves.arrivals = () => [1, 2];
    world.server.toUser(world.ann.id, "notification", [notification]);
    await world.clock.advance(50);
    expect(chat.notifications.items.value).toEqual([notification]);
    await world.wait(chat.notifications.markRead("n1"));
    expect(chat.notifications.items.value[0]?.read).toBe(true);
    expect(world.server.notifications[0]?.read).toBe(true);
  });

  it("stay read when an earlier answer arrives later", async () => {
    const world = new World();
    const chat = await started(world);
    world.server.notifications.push({ id: "n1", read: false });
    await world.wait(chat.notifications.refresh());
    const slow = chat.notifications.refresh();
    const marked = chat.notifications.markRead("n1");
    await world.wait(Promise.all([slow, marked]));
    expect(chat.notifications.items.value[0]?.read).toBe(true);
  });

  it("are unread again if the request fails", async () => {
    const world = new World();
    const chat = await started(world);
    world.server.notifications.push({ id: "n1", read: false });
    await world.wait(chat.notifications.refresh());
    world.network.fate = (method) => (method === "PUT" ? "unsent" : "ok");
    const marked = world.wait(chat.notifications.markAllRead()).catch((error) => error.status);
    expect(await marked).toBe(0);
    expect(chat.notifications.items.value[0]?.read).toBe(false);
  });
});

describe("blocks", () => {
  it("are known from the start, and follow changes here and on other devices", async () => {
    const world = new World();
    const { ann, bob, server } = world;
    server.blocksOf(ann.id).set(bob.id, { user: bob, blockedAt: server.timestamp() });
    const chat = await started(world);
    const ids = () => [...chat.blocks.blocked.value.keys()];
    expect(ids()).toEqual([bob.id]);
    await world.wait(chat.blocks.unblock(bob));
    expect(ids()).toEqual([]);
    await world.wait(chat.blocks.block(bob));
    expect(ids()).toEqual([bob.id]);
    expect([...server.blocksOf(ann.id).keys()]).toEqual([bob.id]);
    server.blocksOf(ann.id).clear();
    await world.wait(chat.blocks.refresh());
    expect(ids()).toEqual([]);
  });

  it("stay when an earlier answer arrives later, and are undone when the server refuses", async () => {
    const world = new World();
    const chat = await started(world);
    const slow = chat.blocks.refresh();
    await world.wait(chat.blocks.block(world.bob));
    await world.wait(slow);
    await world.clock.advance(100);
    expect([...chat.blocks.blocked.value.keys()]).toEqual([world.bob.id]);
    await expect(world.wait(chat.blocks.block({ id: "nobody", username: "" }))).rejects.toThrow();
    expect([...chat.blocks.blocked.value.keys()]).toEqual([world.bob.id]);
  });
});
