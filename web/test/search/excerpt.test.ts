import { describe, expect, it } from "vitest";
import { excerpt } from "../../src/search/excerpt";

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
  });
});
