import { describe, expect, it } from "vitest";
import { openTimeline, receive, type Timeline } from "../../client/src/timeline/timeline.ts";
import type { Message } from "../../client/src/wire.ts";
import { placeOf, unreadStart } from "../../src/messages/unread";

const message = (seq: number, sender = "bob"): Message => ({
  seq,
  type: "message",
  id: `m${seq}`,
  roomId: "r",
  sender: { id: sender, username: sender },
  text: "text",
  createdAt: new Date(seq).toISOString(),
  deleted: false,
  version: 1,
  reactions: [],
});
const held = (from: number, atStart: boolean): Timeline =>
  openTimeline(
    4,
    [message(1), message(2, "me"), message(3), message(4)].filter(({ seq }) => seq >= from),
    atStart,
  );
const start = (timeline: Timeline, count: number) => unreadStart(timeline, { count, upTo: 4 }, "me");

describe("unread messages", () => {
  it("begin at the first message of others among the unread ones", () => {
    expect(start(held(1, true), 2)).toBe(3);
    expect(start(held(1, true), 3)).toBe(3);
    expect(start(held(1, true), 4)).toBe(1);
    expect(start(held(1, true), 0)).toBeNull();
  });

  it("keep their beginning when more messages arrive", () => {
    const later = receive(held(1, true), [message(5), message(6)]);
    expect(start(later, 2)).toBe(3);
  });

  it("begin above the loaded messages if fewer are loaded", () => {
    expect(start(held(3, false), 4)).toBe("further up");
    expect(start(held(3, false), 2)).toBe("further up");
    expect(start(held(2, false), 2)).toBe(3);
  });
});

describe("the place of a message", () => {
  it("is its seq if it is loaded, and none if it isn't in the room", () => {
    expect(placeOf(held(2, false), 3)).toBe(3);
    expect(placeOf(held(2, false), 2)).toBe("further up");
    expect(placeOf(held(2, false), 1)).toBe("further up");
    expect(placeOf(held(1, true), 1)).toBe(1);
    expect(placeOf(held(1, true), 9)).toBeNull();
  });
});
