import { describe, expect, it } from "vitest";
import { addressOf, hrefs, parseRoute } from "../../src/app/router";

describe("an address", () => {
  it.each([
    ["", { page: "home" }],
    ["#/", { page: "home" }],
    ["#/discover", { page: "discover" }],
    ["#/rooms/r1", { page: "room", roomId: "r1", panel: null }],
    ["#/rooms/r1/members", { page: "room", roomId: "r1", panel: "members" }],
    ["#/rooms/r1/nonsense", { page: "room", roomId: "r1", panel: null }],
    ["#/rooms/r1/search", { page: "room", roomId: "r1", panel: "search" }],
    ["#/rooms/r1/at/12", { page: "room", roomId: "r1", panel: null, at: 12 }],
    ["#/rooms/r1/at/x", { page: "room", roomId: "r1", panel: null }],
    ["#/search", { page: "search", q: "" }],
    ["#/search//file", { page: "search", q: "", has: "file" }],
    ["#/search/tea/x", { page: "search", q: "tea" }],
    ["#/rooms/r1/search//link", { page: "room", roomId: "r1", panel: "search", q: "", has: "link" }],
    ["#/join/abc", { page: "join", code: "abc" }],
    ["#/join/", { page: "unknown" }],
    ["#/reset/user.secret", { page: "reset", code: "user.secret" }],
    ["#/reset/", { page: "unknown" }],
    ["#/rooms/%E0%A4%A", { page: "unknown" }],
    ["#/nope", { page: "unknown" }],
  ])("%s is read", (hash, route) => {
    expect(parseRoute(hash)).toEqual(route);
  });

  it("with an unknown path is an unknown route", () => {
    expect(["/", "/chat/", "/chat/index.html"].map(addressOf)).toEqual([null, null, null]);
    expect(addressOf("/nope")).toBe("./#/nope");
  });

  it("leads back to its route for any id", () => {
    const roomId = "a/b c?#ü";
    expect(parseRoute(hrefs.room(roomId, "settings"))).toEqual({ page: "room", roomId, panel: "settings" });
    expect(parseRoute(hrefs.roomSearch(roomId, roomId))).toEqual({
      page: "room",
      roomId,
      panel: "search",
      q: roomId,
    });
    expect(parseRoute(hrefs.search("", "file"))).toEqual({ page: "search", q: "", has: "file" });
    expect(parseRoute(hrefs.roomSearch("r1", "tea", "link"))).toMatchObject({ q: "tea", has: "link" });
    expect(parseRoute(hrefs.message(roomId, 7))).toEqual({ page: "room", roomId, panel: null, at: 7 });
    expect(parseRoute(hrefs.search(roomId))).toEqual({ page: "search", q: roomId });
    expect(parseRoute(hrefs.join(roomId))).toEqual({ page: "join", code: roomId });
  });
});
