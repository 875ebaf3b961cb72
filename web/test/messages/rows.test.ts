import { describe, expect, it } from "vitest";
import type { OutboxEntry } from "../../client/src/outbox/outboxEntry.ts";
import type { Message } from "../../client/src/wire.ts";
import { rowsOf } from "../../src/messages/rows";

const me = { id: "me", username: "Ann" };
const bob = { id: "bob", username: "Bob" };
const noon = new Date(2026, 10, 20, 12).getTime();

const message = (seq: number, sender: Message["sender"], minutes: number, change: Partial<Message> = {}): Message => ({
  seq,
  type: "message",
  id: `m${seq}`,
  roomId: "r",
  sender,
  text: "text",
  createdAt: new Date(noon + minutes * 60_000).toISOString(),
  deleted: false,
  version: 1,
  reactions: [],
  ...change,
});
const entry: OutboxEntry = {
  clientMessageId: "c1",
  roomId: "r",
  text: "t",
  writtenAt: noon + 60_000,
  state: "sending",
};
const rows = (messages: Message[], more: Partial<Parameters<typeof rowsOf>[0]> = {}) =>
  rowsOf({ messages, entries: [], me, atStart: true, firstUnreadSeq: null, ...more });

describe("the rows of a room", () => {
  it("group messages of one sender within five minutes", () => {
    const list = rows([
      message(1, bob, 0),
      message(2, bob, 3),
      message(3, me, 4),
      message(4, bob, 5),
      message(5, bob, 11),
    ]);
    expect(list.map((row) => row.isHead)).toEqual([true, false, true, true, true]);
  });

  it("begin a group at a reply, a new day, and the first unread", () => {
    const list = rows([message(1, bob, 0), message(2, bob, 1, { replyTo: 1 }), message(3, bob, 2)], {
      firstUnreadSeq: 3,
    });
    expect(list.map((row) => row.isHead)).toEqual([true, true, true]);
    const days = rows([message(1, bob, 719), message(2, bob, 721)]);
    expect(days.map((row) => row.newDay)).toEqual([true, true]);
    expect(days.map((row) => row.isHead)).toEqual([true, true]);
  });

  it("give an unsent message the key that it has when it is stored", () => {
    const waiting = rows([], { entries: [entry] }).map((row) => row.key);
    const arrived = rows([message(1, me, 1, { clientMessageId: "c1" })]).map((row) => row.key);
    expect(waiting).toEqual(arrived);
  });

  it("don't reuse a key for another user's message with the same clientMessageId", () => {
    const list = rows([message(1, bob, 0, { clientMessageId: "c1" })], { entries: [entry] });
    expect(new Set(list.map((row) => row.key)).size).toBe(2);
  });

  it("mark the beginning of the room if its first message is loaded", () => {
    const list = [message(1, bob, 0), message(2, bob, 1)];
    expect(rows(list, { atStart: false }).map((row) => row.isStart)).toEqual([false]);
    expect(rows(list).map((row) => row.isStart)).toEqual([true, false]);
  });

  it("look the same before and after history is added above", () => {
    const history = [message(1, bob, 0), message(2, bob, 1), message(3, bob, 2), message(4, me, 3)];
    const shown = rows(history.slice(2), { atStart: false });
    expect(shown.map((row) => row.message?.seq)).toEqual([4]);
    expect(rows(history).slice(-1)).toEqual(shown);
    expect(rows(history.slice(1), { atStart: false }).slice(-1)).toEqual(shown);
  });
});
