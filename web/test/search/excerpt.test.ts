import { describe, expect, it } from "vitest";
import { excerpt, withoutFormatting } from "../../src/search/excerpt";

const shown = (text: string, ...matches: [start: number, length: number][]) =>
  excerpt(
    text,
    matches.map(([start, length]) => ({ start, length })),
  )
    .map((part) => (part.isMatch ? `[${part.text}]` : part.text))
    .join("");

describe("the excerpt of a message", () => {
  it("contains every match", () => {
    expect(shown("Milk or lemon? Lemon.", [8, 5], [15, 5])).toBe("Milk or [lemon]? [Lemon].");
  });

  it("of a text without a match is its beginning", () => {
    expect(shown("see https://example.com")).toBe("see https://example.com");
  });

  it("begins shortly before the first match of a long text", () => {
    expect(shown(`${"a".repeat(300)}lemon${"b".repeat(300)}`, [300, 5])).toBe(
      `…${"a".repeat(40)}[lemon]${"b".repeat(195)}…`,
    );
  });

  it("leaves out matches after its end", () => {
    expect(shown(`lemon${"b".repeat(300)}lemon`, [0, 5], [305, 5])).toBe(`[lemon]${"b".repeat(235)}…`);
  });

  it("doesn't repeat where matches overlap", () => {
    expect(shown("milk or lemon", [0, 13], [8, 5])).toBe("[milk or lemon]");
  });

  it("doesn't divide a character", () => {
    const text = `${"🎉".repeat(150)}ab${"🎉".repeat(150)}`;
    expect(shown(text, [301, 1])).toBe(`…${"🎉".repeat(20)}a[b]${"🎉".repeat(99)}…`);
    const families = `${"👨‍👩‍👧".repeat(30)}b${"👍🏽".repeat(100)}`;
    expect(shown(families, [240, 1])).toBe(`…${"👨‍👩‍👧".repeat(5)}[b]${"👍🏽".repeat(49)}…`);
  });
});

describe("a text without formatting", () => {
  /** The text with the words in brackets that match `word`. */
  const found = (formatted: string, word: string) => {
    const matches = [...formatted.matchAll(new RegExp(word, "g"))].map(({ index }) => ({
      start: index,
      length: word.length,
    }));
    const { text, ranges } = withoutFormatting(formatted, matches);
    return excerpt(text, ranges)
      .map((part) => (part.isMatch ? `[${part.text}]` : part.text))
      .join("");
  };

  it.each([
    ["no marks, lemon", "lemon", "no marks, [lemon]"],
    ["**lemon** and _lemon_", "lemon", "[lemon] and [lemon]"],
    ["- milk\n- lemon", "lemon", "• milk\n• [lemon]"],
    ["> lemon\n\ntea • lemon", "lemon", "[lemon]\ntea • [lemon]"],
    ["see [the lemon](https://lemon.example) or lemon", "lemon", "see the [lemon] or [lemon]"],
    ["```js\nlemon()\n``` lemon", "lemon", "[lemon]()\n[lemon]"],
    ["2 * 3 and lemon*", "lemon", "2 * 3 and [lemon]*"],
    ["", "lemon", ""],
  ])("%j has its matches", (formatted, word, shown) => {
    expect(found(formatted, word)).toBe(shown);
  });
});
