import { describe, expect, it } from "vitest";
import type { LoggedChange } from "../../client/src/wire.ts";
import { linesOf } from "../../src/messages/changeLines";

const user = (id: string, username = id) => ({ id, username });
const change = (type: string, actor: string, more: Partial<LoggedChange> = {}): LoggedChange => ({
  seq: 1,
  type,
  roomId: "r",
  actor: user(actor),
  at: "2026-11-20T09:00:00.000Z",
  ...more,
});
const joined = (id: string) => change("memberAdded", id, { user: user(id) });
const left = (id: string) => change("memberRemoved", id, { user: user(id) });
/** Without the characters that isolate names. */
const lines = (...changes: LoggedChange[]) =>
  linesOf(changes, "me")
    .replace(/[\u2068\u2069]/g, "")
    .split("\n");

describe("the lines of a room's changes", () => {
  it("merge joins and departures, also of many users in any order", () => {
    expect(lines(joined("Ann"))).toEqual(["Ann joined"]);
    expect(lines(joined("Ann"), left("Bob"), joined("me"))).toEqual(["You and Ann joined", "Bob left"]);
    expect(lines(...["Ann", "Bob", "Cay", "Dan", "Eve"].map(joined))).toEqual(["Ann, Bob and 3 others joined"]);
    expect(lines(joined("Ann"), left("Ann"), joined("Ann"))).toEqual(["Ann joined", "Ann left"]);
  });

  it("name who added, removed and banned whom", () => {
    const [bob, me] = [{ user: user("Bob") }, { user: user("me") }];
    expect(
      lines(
        change("memberAdded", "Ann", bob),
        change("memberAdded", "Ann", me),
        change("memberRemoved", "me", bob),
        change("memberRemoved", "Ann", { ...bob, banned: true }),
        change("memberAdded", "system", bob),
      ),
    ).toEqual(["Ann added you and Bob", "You removed Bob", "Ann banned Bob", "The system added Bob"]);
  });

  it("show the last name and topic, and the number of pins", () => {
    expect(
      lines(
        change("roomRenamed", "Ann", { name: "Tea" }),
        change("messagePinned", "Ann"),
        change("roomRenamed", "Ann", { name: "Coffee" }),
        change("topicChanged", "Ann", { topic: "Beans" }),
        change("topicChanged", "me", { topic: "" }),
        change("messagePinned", "Ann"),
        change("pictureChanged", "Bob"),
      ),
    ).toEqual([
      "Ann renamed the room to Coffee",
      "Ann pinned 2 messages",
      "Ann set the topic to Beans",
      "You removed the topic",
      "Bob changed the room's picture",
    ]);
  });

  it("show erased users as elsewhere, and nothing for other changes", () => {
    expect(lines(change("memberRemoved", "u", { actor: user("u", ""), user: user("u", "") }))).toEqual([
      "Deleted user left",
    ]);
    expect(linesOf([change("pollOpened", "Ann")], "me")).toBe("");
  });
});
