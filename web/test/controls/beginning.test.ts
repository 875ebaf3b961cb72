import { expect, it } from "vitest";
import { beginning } from "../../src/controls/beginning";

it.each(["a", "🎉", "👍🏽", "👨‍👩‍👧‍👦", "🇩🇪", "e\u0301", "한"])(
  "the beginning of a text of %s doesn't divide a character",
  (character) => {
    const text = `x${character.repeat(200)}`;
    const complete = Math.floor((160 - 1) / character.length);
    expect(beginning(text, 160)).toBe(`x${character.repeat(complete)}`);
    expect(beginning(text, text.length)).toBe(text);
  },
);
