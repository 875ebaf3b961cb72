import { describe, expect, it } from "vitest";
import {
  amend,
  catchUp,
  isBehind,
  openTimeline,
  prependHistory,
  receive,
  type Timeline,
} from "../../client/src/timeline/timeline.ts";
import type { Message, MessageChange, RoomEvent } from "../../client/src/wire.ts";
import { pick, seeded } from "../world/random";

const message = (seq: number, change: Partial<Message> = {}): Message => ({
  seq,
  type: "message",
  id: `m${seq}`,
  roomId: "r",
  sender: { id: "u", username: "Ann" },
  text: `text ${seq}`,
  createdAt: "2026-11-20T09:00:00.000Z",
  deleted: false,
  version: 1,
  reactions: [],
  ...change,
});
const edit = (seq: number, of: Message): MessageChange => ({
  seq,
  type: "messageEdited",
  roomId: "r",
  messageSeq: of.seq,
  message: of,
});
const other = (seq: number, type = "memberAdded"): RoomEvent => ({ seq, type, roomId: "r" });
const seqs = (timeline: Timeline) => timeline.messages.map((one) => one.seq);

describe("a timeline", () => {
  it("applies a repeated event once", () => {
    const once = receive(openTimeline(0, [], true), [message(1)]);
    expect(receive(once, [message(1, { text: "again" })])).toBe(once);
  });

  it("holds an early event until the previous one arrives", () => {
    const early = receive(openTimeline(1, [message(1)], true), [message(3)]);
    expect(seqs(early)).toEqual([1]);
    expect(isBehind(early)).toBe(true);
    const filled = receive(early, [message(2)]);
    expect(seqs(filled)).toEqual([1, 2, 3]);
    expect(isBehind(filled)).toBe(false);
    expect(filled.early.size).toBe(0);
  });

  it("doesn't depend on the order and repetition of events", () => {
    const events = [message(1), message(2), other(3), edit(4, message(2, { text: "new", version: 2 })), message(5)];
    const inOrder = receive(openTimeline(0, [], true), events);
    for (let seed = 1; seed <= 200; seed++) {
      const random = seeded(seed);
      let timeline = openTimeline(0, [], true);
      while (timeline.applied < 5) timeline = receive(timeline, [pick(random, events)]);
      expect(timeline).toEqual(inOrder);
    }
  });

  it("counts an event of an unknown type and shows nothing", () => {
    const timeline = receive(openTimeline(0, [], true), [other(1, "pollOpened"), message(2)]);
    expect(timeline.applied).toBe(2);
    expect(seqs(timeline)).toEqual([2]);
  });

  it("leaves messages after its head out of the first page", () => {
    expect(seqs(openTimeline(2, [message(3), message(2), message(1)], true))).toEqual([1, 2]);
  });

  it("applies a complete catch-up and then the held events", () => {
    const early = receive(openTimeline(1, [message(1)], true), [message(5), message(3)]);
    const answer = { events: [other(2), message(3), message(4)], head: 5, more: true };
    expect(seqs(catchUp(early, answer))).toEqual([1, 3, 4, 5]);
  });

  it("is behind if a catch-up has a higher head", () => {
    expect(isBehind(catchUp(openTimeline(1, [], true), { events: [other(2)], head: 9, more: true }))).toBe(true);
  });

  it("doesn't replace a message with an older state", () => {
    const newer = openTimeline(1, [message(1, { text: "third", version: 3 })], true);
    const timeline = receive(newer, [edit(2, message(1, { text: "second", version: 2 }))]);
    expect(timeline.messages[0]?.text).toBe("third");
    expect(timeline.applied).toBe(2);
  });

  it("applies a change to a message of a page that was read before the change", () => {
    let timeline = openTimeline(9, [message(9)], false);
    timeline = receive(timeline, [edit(10, message(4, { text: "changed", version: 2 }))]);
    timeline = prependHistory(timeline, [message(5), message(4)], false);
    expect(timeline.messages.map((one) => one.text)).toEqual(["changed", "text 5", "text 9"]);
    expect(timeline.unheld.size).toBe(0);
  });

  it("adds no message twice when pages of history overlap", () => {
    const timeline = prependHistory(openTimeline(3, [message(3), message(2)], false), [message(2), message(1)], true);
    expect(seqs(timeline)).toEqual([1, 2, 3]);
  });

  it("keeps a reaction that arrived before the answer to an edit, if reactions don't change the version", () => {
    const reactions = [{ emoji: "👍", userIds: ["u"] }];
    let timeline = openTimeline(1, [message(1)], true);
    timeline = receive(timeline, [edit(2, message(1, { version: 2, text: "new" }))]);
    timeline = receive(timeline, [edit(3, message(1, { version: 2, text: "new", reactions }))]);
    timeline = amend(timeline, message(1, { version: 2, text: "new" }));
    expect(timeline.messages[0]?.reactions).toEqual(reactions);
  });

  it("shows the answer to an edit ahead of its event", () => {
    const timeline = amend(openTimeline(1, [message(1)], true), message(1, { version: 2, text: "new" }));
    expect(timeline.messages[0]?.text).toBe("new");
  });
});
