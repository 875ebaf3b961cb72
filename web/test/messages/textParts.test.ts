import { describe, expect, it } from "vitest";
import { isOnlyEmoji, textParts } from "../../src/messages/textParts";

const links = (text: string) => textParts(text).flatMap((part) => (part.kind === "link" ? [part.href] : []));

describe("a message's text", () => {
  it("is all there again when its parts are put together, code marks aside", () => {
    const text = "See https://example.com/a, <b>not bold</b> and http://localhost:7071/docs (really).";
    expect(
      textParts(text)
        .map((part) => part.text)
        .join(""),
    ).toBe(text);
  });

  it("links http and https, and nothing else", () => {
    expect(
      links("https://example.com http://a.b javascript:alert(1) data:text/html,x ftp://c.d //e.f mailto:g@h"),
    ).toEqual(["https://example.com/", "http://a.b/"]);
  });

  it.each([
    ["(see https://example.com/a)", "https://example.com/a"],
    ["https://example.com/a_(b)", "https://example.com/a_(b)"],
    ["https://example.com/a.", "https://example.com/a"],
    ["https://example.com/?q=1&r=2!", "https://example.com/?q=1&r=2"],
    ['"https://example.com"', "https://example.com/"],
  ])("ends the address in %s where its sentence goes on", (text, href) => {
    expect(links(text)).toEqual([href]);
  });

  it("doesn't link what isn't an address after all", () => {
    expect(textParts("https://[broken")).toEqual([{ kind: "text", text: "https://[broken" }]);
  });

  it("sets code apart, with nothing in it read further", () => {
    expect(textParts("a `b https://c.d` ```\ne\n  f\n```")).toEqual([
      { kind: "text", text: "a " },
      { kind: "code", text: "b https://c.d" },
      { kind: "text", text: " " },
      { kind: "block", text: "e\n  f" },
    ]);
  });

  it("takes time in proportion to the text's length, whatever it is", () => {
    for (const text of [
      "`".repeat(400_000),
      "```".repeat(100_000),
      "https://".repeat(50_000),
      `https://a${")".repeat(400_000)}`,
    ]) {
      expect(textParts(text).length).toBeGreaterThan(0);
    }
  }, 30_000);
});

describe("emoji alone", () => {
  it.each([
    ["👍", true],
    ["❤️ 🎉", true],
    ["👨‍👩‍👧", true],
    ["👍🏽", true],
    ["ok 👍", false],
    ["12", false],
    ["😀😀😀😀😀😀", false],
  ])("%s: %s", (text, expected) => {
    expect(isOnlyEmoji(text)).toBe(expected);
  });
});
