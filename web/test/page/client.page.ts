import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { type Chat, type ChatOptions, createChat, memoryStore, type OpenRoom } from "@chatfunctions/client";
import { afterEach, describe, expect, inject, it } from "vitest";
import type { Hub } from "../../client/src/live/hub.ts";
import { signalRHub } from "../../client/src/live/signalRHub.ts";

const url = inject("url").replace(/\/$/, "");
const password = "correct horse";
const chats: Chat[] = [];

/** The started chat of a new user. */
async function newChat(name: string, options: Partial<ChatOptions> = {}): Promise<Chat> {
  const client = createChat({ url, store: memoryStore(), ...options });
  await client.session.register(`${name.toLowerCase()}.${randomUUID().slice(0, 8)}`, password, name);
  const chat = await client.start();
  chats.push(chat);
  return chat;
}

const texts = (room: OpenRoom) => room.messages.value.map((message) => message.text);

/** Waits for a condition; only a failing test reaches the time limit. */
const until = (condition: () => unknown) => expect.poll(() => Boolean(condition())).toBe(true);

async function opened(chat: Chat, roomId: string): Promise<OpenRoom> {
  const room = chat.openRoom(roomId);
  await until(() => room.state.value.phase === "ready" && chat.connection.value === "live");
  return room;
}

describe("the client library in Node.js", () => {
  afterEach(() => {
    for (const chat of chats.splice(0)) chat.stop();
  });

  it("runs the sample of its README", async () => {
    const readme = await readFile(new URL("../../client/README.md", import.meta.url), "utf8");
    const [, sample = ""] = /```js\n(.*?)```/s.exec(readme) ?? [];
    const lines = sample.replace(/import .*/, "").replace("http://localhost:7071", url);
    expect(lines).toContain(url);
    const logged: string[][] = [];
    const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;
    const log = (line: string[]) => void logged.push(line);
    chats.push(await new AsyncFunction("createChat", "console", `${lines}; return chat;`)(createChat, { log }));
    await expect.poll(() => logged.at(-1)).toEqual(["Hello, world"]);
  });

  it("lets two users chat: live messages, edits, reactions, typing, presence, read markers, unread counts", async () => {
    const [ann, bob] = [await newChat("Ann"), await newChat("Bob")];
    const { id } = await ann.rooms.create("Garden", { members: [bob.me] });
    await until(() => bob.rooms.find(id));
    const anns = await opened(ann, id);
    ann.send(id, "Hello");
    await until(() => bob.rooms.find(id)?.unreadCount === 1);
    const bobs = await opened(bob, id);
    bob.send(id, "Hello, Ann");
    await expect.poll(() => texts(anns)).toEqual(["Hello", "Hello, Ann"]);
    expect(bob.outbox.entries.value).toEqual([]);

    const [hello] = anns.messages.value;
    if (!hello) throw new Error("No message.");
    await ann.messages.edit(hello, "Hello!");
    await bob.messages.toggleReaction(hello, "🌱");
    await until(() => bobs.messages.value[0]?.text === "Hello!");
    await until(() => anns.messages.value[0]?.reactions[0]?.userIds.includes(bob.me));

    bob.typing.pressed(id);
    await until(() => ann.typing.typists.value.get(id)?.[0]?.id === bob.me);
    await ann.presence.refresh();
    expect(ann.presence.online.value?.has(bob.me)).toBe(true);
    bob.markRead(id, bobs.messages.value.at(-1)?.seq ?? 0);
    await until(() => (anns.members.state.value.roster.get(bob.me)?.readSeq ?? 0) >= hello.seq);
    await until(() => bob.rooms.find(id)?.unreadCount === 0);
  });

  it("has every message once and in order after its connection was cut", async () => {
    const hubs: Hub[] = [];
    let isCut = false;
    const hub: ChatOptions["hub"] = (...parameters) => {
      const made = signalRHub(...parameters);
      hubs.push(made);
      return { ...bound(made), start: () => (isCut ? Promise.reject(new Error("cut")) : made.start()) };
    };
    const [ann, bob] = [await newChat("Ann"), await newChat("Bob", { hub })];
    const { id } = await ann.rooms.create("Garden", { members: [bob.me] });
    await opened(ann, id);
    const bobs = await opened(bob, id);
    isCut = true;
    await Promise.all(hubs.map((one) => one.stop()));
    for (const text of ["1", "2", "3"]) ann.send(id, text);
    await until(() => ann.outbox.entries.value.length === 0);
    isCut = false;
    bob.wake();
    await until(() => bob.connection.value === "live");
    ann.send(id, "4");
    await expect.poll(() => texts(bobs)).toEqual(["1", "2", "3", "4"]);
  });

  it("sends what was written offline once, also after a restart", async () => {
    let isOffline = false;
    const store = memoryStore();
    const offline: ChatOptions["fetch"] = async (...parameters) => {
      // The server receives the first attempts; only their answers are lost.
      const answer = await fetch(...parameters);
      if (isOffline) throw new TypeError("offline");
      return answer;
    };
    const hub: ChatOptions["hub"] = (...parameters) => {
      const start = () => Promise.reject(new Error("offline"));
      return { ...bound(signalRHub(...parameters)), start };
    };
    const ann = await newChat("Ann", { store, fetch: offline, hub });
    const { id } = await ann.rooms.create("Notes");
    isOffline = true;
    ann.send(id, "Milk");
    ann.send(id, "Bread");
    await until(() => ann.outbox.entries.value.some((entry) => entry.isLate));
    ann.stop();
    isOffline = false;
    const again = await createChat({ url, store }).start();
    chats.push(again);
    const room = again.openRoom(id);
    await expect.poll(() => texts(room)).toEqual(["Milk", "Bread"]);
    await until(() => again.outbox.entries.value.length === 0);
  });

  it("takes its tokens from getToken, and another one when a token is refused", async () => {
    const login = `cleo.${randomUUID().slice(0, 8)}`;
    const post = async (path: string, body: object) => {
      const response = await fetch(`${url}/api${path}`, { method: "POST", body: JSON.stringify(body) });
      return (await response.json()) as { accessToken: string };
    };
    const first = await post("/register", { login, password, username: "Cleo" });
    const tokens = [first.accessToken];
    let asked = 0;
    const getToken = async () => {
      asked++;
      return tokens.shift() ?? (await post("/login", { login, password })).accessToken;
    };
    const client = createChat({ url, store: memoryStore(), getToken });
    const chat = await client.start();
    chats.push(chat);
    expect(client.session.state.value.user?.username).toBe("Cleo");
    const { id } = await chat.rooms.create("Garden");
    const room = await opened(chat, id);
    expect(asked).toBe(1);
    const [current] = (await chat.api.sessions()).filter((session) => session.current);
    await chat.api.endSession(current?.id ?? "");
    chat.send(id, "Still here");
    await expect.poll(() => texts(room)).toEqual(["Still here"]);
    await until(() => chat.connection.value === "live");
    expect(asked).toBeGreaterThan(1);
    expect(chat.outbox.entries.value).toEqual([]);
  });

  it("throws errors with a stable code", async () => {
    const [ann, bob] = [await newChat("Ann"), await newChat("Bob")];
    await expect(ann.api.room("nowhere")).rejects.toMatchObject({ status: 404, code: "room_not_found" });
    await ann.api.block(bob.me);
    expect((await ann.api.blockedUsers()).map(({ user }) => user.id)).toEqual([bob.me]);
    await expect(bob.rooms.direct(ann.me)).rejects.toMatchObject({ status: 403, code: "cannot_contact_user" });
    const { id } = await ann.rooms.create("Open", { kind: "public" });
    await ann.api.ban(id, bob.me);
    await expect(bob.rooms.join(id)).rejects.toMatchObject({ status: 403, code: "banned" });
  });
});

/** The methods of a hub as separate functions. */
function bound(hub: Hub): Hub {
  return {
    on: hub.on.bind(hub),
    onclose: hub.onclose.bind(hub),
    start: hub.start.bind(hub),
    stop: hub.stop.bind(hub),
  };
}
