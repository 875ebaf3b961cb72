import { describe, expect, it } from "vitest";
import type { OutboxEntry } from "../../client/src/outbox/outboxEntry.ts";
import type { LoggedChange, Message } from "../../client/src/wire.ts";
import { lastLines, rowsOf } from "../../src/messages/rows";

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
  rowsOf({ messages, changes: [], entries: [], me, atStart: true, firstUnreadSeq: null, ...more });

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

  const change = (seq: number, minutes: number, more: Partial<LoggedChange> = {}): LoggedChange => {
    const at = new Date(noon + minutes * 60_000).toISOString();
    return { seq, type: "memberAdded", roomId: "r", actor: bob, user: bob, at, ...more };
  };

  it("have the changes since the message before, which begin a group, and those after the last message are apart", () => {
    const messages = [message(1, bob, 0), message(3, bob, 1), message(5, bob, 2)];
    const changes = [change(2, 1), change(6, 3, { type: "memberRemoved" })];
    const list = rows(messages, { changes });
    expect(list.map(({ lines, isHead }) => [lines, isHead])).toEqual([
      ["", true],
      ["\u2068Bob\u2069 joined", true],
      ["", false],
    ]);
    expect(lastLines({ messages, changes, entries: [], me })).toBe("\u2068Bob\u2069 left");
  });

  it("put changes above an unsent message", () => {
    const input = { messages: [message(1, bob, 0)], changes: [change(2, 0)], entries: [entry], me };
    expect(rows(input.messages, input).map(({ lines }) => lines)).toEqual(["", "\u2068Bob\u2069 joined"]);
    expect(lastLines(input)).toBe("");
  });

  it("keep changes of the day before above the day", () => {
    const [row] = rows([message(1, bob, 0), message(4, bob, 1_440)], {
      changes: [change(2, 1), change(3, 1_439)],
    }).slice(1);
    expect(row).toMatchObject({
      newDay: true,
      linesBeforeDay: "\u2068Bob\u2069 joined",
      lines: "\u2068Bob\u2069 joined",
    });
  });

  it("have the same changes before and after history is added above", () => {
    const history = [message(1, bob, 0), message(3, bob, 1), message(5, bob, 2)];
    const changes = [change(2, 0), change(4, 1)];
    const shown = rows(history.slice(1), { atStart: false, changes: changes.slice(1) });
    expect(shown.map(({ lines }) => lines)).toEqual(["\u2068Bob\u2069 joined"]);
    expect(rows(history, { changes }).slice(-1)).toEqual(shown);
  });
});
