import { describe, expect, it } from "vitest";
import { RoomMembers, readByOthers } from "../../client/src/rooms/members.ts";
import type { Member } from "../../client/src/wire.ts";
import { TestClock } from "../world/testClock";
import { World } from "../world/world";

async function started(world: World) {
  const chat = await world.client();
  await world.clock.until(() => chat.connection.value === "live");
  await world.clock.advance(5_000);
  return chat;
}

const puts = (world: World) => world.network.requests.filter((one) => /^PUT .*\/read$/.test(one)).length;

describe("the room list", () => {
  it("counts unread messages of others as they arrive, and an own message clears them", async () => {
    const world = new World();
    const chat = await started(world);
    world.say("one");
    world.say("two");
    await world.clock.advance(50);
    expect(chat.rooms.find(world.room.id)).toMatchObject({ unreadCount: 2, lastMessage: { text: "two" } });
    chat.send(world.room.id, "mine");
    await world.clock.advance(50);
    expect(chat.rooms.find(world.room.id)).toMatchObject({ unreadCount: 0, lastMessage: { text: "mine" } });
  });

  it("counts unread mentions of the user, until they are read or the message is edited", async () => {
    const world = new World();
    const chat = await started(world);
    const first = world.server.say(world.room, world.bob, `<@${chat.me}>`);
    world.say("<@someone>");
    await world.clock.advance(50);
    expect(chat.rooms.find(world.room.id)).toMatchObject({ unreadCount: 2, mentionCount: 1 });
    world.server.change(world.room, "messageEdited", first, { text: "nobody", mentions: undefined });
    await world.clock.advance(3_000);
    expect(chat.rooms.find(world.room.id)).toMatchObject({ unreadCount: 2, mentionCount: 0 });
    world.say(`<@${chat.me}>`);
    await world.clock.advance(50);
    expect(chat.rooms.find(world.room.id)?.mentionCount).toBe(1);
    chat.markRead(world.room.id, world.room.log.length);
    expect(chat.rooms.find(world.room.id)).toMatchObject({ unreadCount: 0, mentionCount: 0 });
  });

  it("follows the picture", async () => {
    const world = new World();
    const chat = await started(world);
    const picture = () => chat.rooms.find(world.room.id)?.pictureUrl;
    world.server.append(world.room, "pictureChanged", { pictureUrl: "https://storage/garden" });
    await world.clock.advance(50);
    expect(picture()).toBe("https://storage/garden");
    world.server.append(world.room, "pictureChanged");
    await world.clock.advance(50);
    expect(picture()).toBeUndefined();
  });

  it("follows the topic and the pins", async () => {
    const world = new World();
    const chat = await started(world);
    const [first, second] = ["first", "second"].map((text) => world.server.say(world.room, world.bob, text));
    if (!first || !second) throw new Error("not said");
    world.server.append(world.room, "topicChanged", { topic: "Seeds" });
    world.server.change(world.room, "messagePinned", first, {});
    world.server.change(world.room, "messagePinned", second, {});
    await world.clock.advance(50);
    expect(chat.rooms.find(world.room.id)).toMatchObject({ topic: "Seeds", pins: [first.seq, second.seq] });
    world.server.change(world.room, "messageUnpinned", first, {});
    world.server.change(world.room, "messageDeleted", second, { text: "", deleted: true });
    await world.clock.advance(50);
    expect(chat.rooms.find(world.room.id)?.pins).toEqual([]);
  });

  it("moves the room with the latest message to the top", async () => {
    const world = new World();
    const other = world.server.addRoom(world.ann, "Kitchen");
    world.server.putMember(other, world.bob);
    const chat = await started(world);
    world.say("here");
    await world.clock.advance(1_000);
    world.say("there", other);
    await world.clock.advance(50);
    expect(chat.rooms.state.value.rooms.map((room) => room.name)).toEqual(["Kitchen", "Garden"]);
  });

  it("counts a repeated broadcast once", async () => {
    const world = new World();
    const chat = await started(world);
    world.airwaves.arrivals = () => [1, 2, 30];
    world.say("one");
    await world.clock.advance(50);
    expect(chat.rooms.find(world.room.id)?.unreadCount).toBe(1);
  });

  it("reloads when a broadcast shows that another one was lost", async () => {
    const world = new World();
    const chat = await started(world);
    world.airwaves.arrivals = () => [];
    world.say("lost");
    world.airwaves.arrivals = () => [1];
    world.say("heard");
    await world.clock.advance(3_000);
    expect(chat.rooms.find(world.room.id)?.unreadCount).toBe(2);
  });

  it("adds a room that the user is added to, and removes one that the user is removed from", async () => {
    const world = new World();
    const chat = await started(world);
    const other = world.server.addRoom(world.bob, "Kitchen");
    world.server.putMember(other, world.ann);
    await world.clock.advance(100);
    expect(chat.rooms.find(other.id)?.name).toBe("Kitchen");
    world.server.rooms.delete(other.id);
    world.server.toUser(world.ann.id, "roomsChanged", [{ roomId: other.id, change: "removed" }]);
    await world.clock.advance(100);
    expect(chat.rooms.find(other.id)).toBeUndefined();
  });
});

describe("a hidden room", () => {
  it("is off the list on every device until its next message", async () => {
    const world = new World();
    const room = world.server.addRoom(world.ann, "", "direct");
    world.server.putMember(room, world.bob);
    const [chat, other] = [await started(world), await started(world)];
    await world.wait(chat.rooms.hide(room.id));
    await world.clock.advance(100);
    expect([chat, other].map(({ rooms }) => rooms.find(room.id))).toEqual([undefined, undefined]);
    world.say("hello", room);
    await world.clock.advance(3_000);
    for (const { rooms } of [chat, other]) expect(rooms.find(room.id)?.lastMessage?.text).toBe("hello");
  });

  it("comes back when the user shows it", async () => {
    const world = new World();
    const room = world.server.addRoom(world.ann, "", "direct");
    const chat = await started(world);
    await world.wait(chat.rooms.hide(room.id));
    await world.wait(chat.rooms.show(room.id));
    expect(chat.rooms.find(room.id)).toBeDefined();
    await world.clock.advance(100);
    expect(chat.rooms.find(room.id)).toBeDefined();
  });

  it("stays on the list if a message arrives before the answer", async () => {
    const world = new World();
    const room = world.server.addRoom(world.ann, "", "direct");
    world.server.putMember(room, world.bob);
    const chat = await started(world);
    const hidden = chat.rooms.hide(room.id);
    await world.clock.until(() => room.hiddenAt.size > 0);
    world.say("hello", room);
    await world.wait(hidden);
    await world.clock.advance(3_000);
    expect(chat.rooms.find(room.id)?.unreadCount).toBe(1);
  });
});

describe("a room in which a block prevents sending", () => {
  it("is open again when one of its users sends a message", async () => {
    const world = new World();
    world.room.canSend = false;
    const chat = await started(world);
    world.server.say(world.room, { id: "system", username: "system", createdAt: "" }, "from a back end");
    await world.clock.advance(50);
    expect(chat.rooms.find(world.room.id)?.canSend).toBe(false);
    world.say("hello");
    await world.clock.advance(50);
    expect(chat.rooms.find(world.room.id)?.canSend).toBeUndefined();
  });
});

describe("read markers", () => {
  it("are sent at most once a second for each room, always including the last one, and never backwards", async () => {
    const world = new World();
    for (let i = 0; i < 30; i++) world.say(`${i}`);
    const chat = await started(world);
    const head = world.room.log.length;
    for (let seq = head - 20; seq <= head; seq++) {
      chat.markRead(world.room.id, seq);
      await world.clock.advance(20);
    }
    chat.markRead(world.room.id, 3);
    await world.clock.advance(3_000);
    expect(puts(world)).toBe(2);
    expect(world.room.members.get(world.ann.id)?.readSeq).toBe(head);
    expect(chat.rooms.find(world.room.id)?.unreadCount).toBe(0);
  });

  it("move back when a message is marked as unread, and forward again only after the room is left", async () => {
    const world = new World();
    for (let i = 0; i < 5; i++) world.say(`${i}`);
    const chat = await started(world);
    const room = chat.openRoom(world.room.id);
    await world.clock.advance(100);
    const head = world.room.log.length;
    chat.markRead(world.room.id, head);
    await world.clock.advance(3_000);
    const third = room.state.value.timeline?.messages.at(-3);
    if (!third) throw new Error("not loaded");
    chat.markUnread(third);
    chat.markRead(world.room.id, head);
    expect(chat.rooms.find(world.room.id)?.unreadCount).toBe(3);
    await world.clock.advance(3_000);
    expect(world.room.members.get(world.ann.id)?.readSeq).toBe(third.seq - 1);
    expect(chat.rooms.find(world.room.id)?.unreadCount).toBe(3);
    chat.clearActiveRoom();
    chat.openRoom(world.room.id);
    chat.markRead(world.room.id, head);
    await world.clock.advance(3_000);
    expect(world.room.members.get(world.ann.id)?.readSeq).toBe(head);
    expect(chat.rooms.find(world.room.id)?.unreadCount).toBe(0);
  });

  it("moved back on another device update the unread count here", async () => {
    const world = new World();
    world.say("one");
    const chat = await started(world);
    const seq = world.room.log.length;
    chat.markRead(world.room.id, seq);
    await world.clock.advance(3_000);
    world.room.members.set(world.ann.id, { role: "owner", readSeq: seq - 1 });
    const marker = { roomId: world.room.id, userId: world.ann.id, seq: seq - 1, unread: true };
    world.server.toUser(world.ann.id, "read", [marker]);
    await world.clock.advance(3_000);
    expect(chat.rooms.find(world.room.id)?.unreadCount).toBe(1);
  });

  it("are retried when the server can't be reached", async () => {
    const world = new World();
    world.say("one");
    const chat = await started(world);
    let failures = 2;
    world.network.fate = (method) => (method === "PUT" && failures-- > 0 ? "unsent" : "ok");
    chat.markRead(world.room.id, world.room.log.length);
    await world.clock.advance(10_000);
    expect(world.room.members.get(world.ann.id)?.readSeq).toBe(world.room.log.length);
  });

  it("are retried while the server answers 503", async () => {
    const world = new World();
    world.say("one");
    const chat = await started(world);
    world.network.fate = (method) => (method === "PUT" ? 503 : "ok");
    chat.markRead(world.room.id, world.room.log.length);
    await world.clock.advance(600_000);
    world.network.fate = () => "ok";
    await world.clock.advance(31_000);
    expect(world.room.members.get(world.ann.id)?.readSeq).toBe(world.room.log.length);
  });

  it("are sent when the connection is back", async () => {
    const world = new World();
    world.say("one");
    const chat = await started(world);
    world.network.fate = () => "unsent";
    world.airwaves.up = false;
    world.airwaves.cut();
    chat.markRead(world.room.id, world.room.log.length);
    await world.clock.advance(600_000);
    world.network.fate = () => "ok";
    world.airwaves.up = true;
    await world.clock.until(() => chat.connection.value === "live", 31_000);
    await world.clock.advance(1_000);
    expect(world.room.members.get(world.ann.id)?.readSeq).toBe(world.room.log.length);
  });

  it("of another device clear the unread count here", async () => {
    const world = new World();
    const chat = await started(world);
    world.say("one");
    await world.clock.advance(50);
    const seq = world.room.log.length;
    world.server.toUser(world.ann.id, "read", [{ roomId: world.room.id, userId: world.ann.id, seq }]);
    await world.clock.advance(50);
    expect(chat.rooms.find(world.room.id)?.unreadCount).toBe(0);
  });

  it("of others show which messages everyone has read", async () => {
    const world = new World();
    const chat = await started(world);
    const { members } = chat.openRoom(world.room.id);
    await world.clock.advance(100);
    world.say("one");
    const seq = world.room.log.length;
    expect(readByOthers(members.state.value.roster, world.ann.id)).toBeLessThan(seq);
    world.server.toRoom(world.room, "read", [{ roomId: world.room.id, userId: world.bob.id, seq }]);
    await world.clock.advance(50);
    expect(readByOthers(members.state.value.roster, world.ann.id)).toBe(seq);
  });
});

describe("the members of a room in view", () => {
  it("aren't changed by a late repeated event", async () => {
    const members = new RoomMembers({ members: async () => [] as Member[] }, "r", new TestClock(), () => 0);
    await members.refresh();
    const user = { id: "u", username: "Carol" };
    const added = { seq: 5, type: "memberAdded", roomId: "r", user, role: "member" };
    const removed = { seq: 6, type: "memberRemoved", roomId: "r", user };
    members.heard([added, removed, added]);
    expect(members.state.value.roster.size).toBe(0);
  });

  it("change with live messages", async () => {
    const world = new World();
    const chat = await started(world);
    const { members } = chat.openRoom(world.room.id);
    await world.clock.advance(100);
    const carol = world.server.addUser("Carol");
    world.server.putMember(world.room, carol, "reader");
    await world.clock.advance(50);
    expect(members.state.value.roster.get(carol.id)).toMatchObject({ role: "reader", user: { username: "Carol" } });
    world.server.putMember(world.room, carol, "admin");
    await world.clock.advance(50);
    expect(members.state.value.roster.get(carol.id)?.role).toBe("admin");
    world.server.removeMember(world.room, carol);
    await world.clock.advance(50);
    expect([...members.state.value.roster.keys()].sort()).toEqual([world.ann.id, world.bob.id].sort());
  });
});
