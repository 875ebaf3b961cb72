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

  it("links web and e-mail addresses, and nothing else", () => {
    const linked = ["https://example.com/", "http://a.b/", "http://www.example.dev/", "mailto:g@h.org"];
    expect(links("https://example.com HTTP://a.b www.example.dev g@h.org")).toEqual(linked);
    expect(links("javascript:alert(1) data:text/html,x ftp://c.d //e.f node.js a.b www. @ann x@y")).toEqual([]);
  });

  it.each([
    ["(see https://example.com/a)", "https://example.com/a"],
    ["https://example.com/a_(b)", "https://example.com/a_(b)"],
    ["(https://example.com/a_(b))", "https://example.com/a_(b)"],
    ["https://example.com/a.", "https://example.com/a"],
    ["https://example.com/?q=1&r=2!", "https://example.com/?q=1&r=2"],
    ['"https://example.com"', "https://example.com/"],
    ["**https://example.com/a**", "https://example.com/a"],
    ["https://example.com/a]", "https://example.com/a"],
    ["<https://example.com/a>", "https://example.com/a"],
    ["見て：https://example.com/a。次", "https://example.com/a"],
    ["「https://example.com/a」", "https://example.com/a"],
    ["https://example.com/a、https", "https://example.com/a"],
    ["（www.example.com/a）", "http://www.example.com/a"],
    ["ann@example.com, bob", "mailto:ann@example.com"],
    ["https://ja.wikipedia.org/wiki/日本", "https://ja.wikipedia.org/wiki/%E6%97%A5%E6%9C%AC"],
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

  it.each(["ts", "c++", "objective-c", "F#", ""])("doesn't show a block's language (%s) as code", (language) => {
    expect(textParts(`\`\`\`${language}\nlet a;\n\`\`\``)).toEqual([{ kind: "block", text: "let a;" }]);
  });

  it("shows the first line of a block that names no language", () => {
    expect(textParts("```let a;\nlet b;```")).toEqual([{ kind: "block", text: "let a;\nlet b;" }]);
    expect(textParts("```ts```")).toEqual([{ kind: "block", text: "ts" }]);
  });

  it("takes time in proportion to the text's length, whatever it is", () => {
    for (const text of [
      "`".repeat(400_000),
      "```".repeat(100_000),
      "https://".repeat(50_000),
      `https://a${")".repeat(400_000)}`,
      "www.".repeat(100_000),
      "a@".repeat(100_000),
      "a.".repeat(100_000),
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
