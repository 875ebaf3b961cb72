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
    ["#/join/abc", { page: "join", code: "abc" }],
    ["#/join/", { page: "unknown" }],
    ["#/rooms/%E0%A4%A", { page: "unknown" }],
    ["#/nope", { page: "unknown" }],
  ])("%s is read", (hash, route) => {
    expect(parseRoute(hash)).toEqual(route);
  });

  it("with an unknown path is a route that isn't known", () => {
    expect(["/", "/chat/", "/chat/index.html"].map(addressOf)).toEqual([null, null, null]);
    expect(addressOf("/nope")).toBe("./#/nope");
  });

  it("leads back to where it was made for, whatever the id", () => {
    const roomId = "a/b c?#ü";
    expect(parseRoute(hrefs.room(roomId, "settings"))).toEqual({ page: "room", roomId, panel: "settings" });
    expect(parseRoute(hrefs.join(roomId))).toEqual({ page: "join", code: roomId });
  });
});
