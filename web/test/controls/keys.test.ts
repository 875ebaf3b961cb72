import { readdirSync, readFileSync } from "node:fs";
import type { KeyboardEvent } from "react";
import { describe, expect, it } from "vitest";
import { isComposing } from "../../src/controls/isComposing";
import { rove } from "../../src/controls/rove";

const key = (nativeEvent: Partial<globalThis.KeyboardEvent>, more = {}) =>
  ({ nativeEvent: { isComposing: false, keyCode: 13, ...nativeEvent }, ...more }) as KeyboardEvent<HTMLElement>;

describe("a key of a composition", () => {
  it("is recognized by its flag, or in Safari by its key code", () => {
    expect(isComposing(key({ isComposing: true }))).toBe(true);
    expect(isComposing(key({ keyCode: 229 }))).toBe(true);
    expect(isComposing(key({}))).toBe(false);
  });

  it("doesn't move the focus", () => {
    const currentTarget = {
      querySelectorAll: () => {
        throw new Error("looked for where to move");
      },
    };
    rove(key({ isComposing: true }, { key: "ArrowDown", currentTarget }), "a");
  });

  it("is ignored by every file that reads keys", () => {
    const folder = new URL("../../src/", import.meta.url);
    const reading = readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => ({ name, text: readFileSync(new URL(name, folder), "utf8") }))
      .filter(({ text }) => /onKeyDown|KeyboardEvent/.test(text) && text.includes("event.key"));
    expect(reading.length).toBeGreaterThan(4);
    expect(reading.filter(({ text }) => !text.includes("isComposing(event)")).map(({ name }) => name)).toEqual([]);
  });
});
