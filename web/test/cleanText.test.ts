import { describe, expect, it } from "vitest";
import { cleanText } from "../client/src/cleanText.ts";

describe("a text to send", () => {
  it.each([
    ["a\u001b[1;31mred\u001b[0m b", "ared b"],
    ["\u001b]8;;https://x.y\u0007link\u001b]8;;\u0007", "link"],
    ["one\vtwo\fthree\r\nfour\u2028five\u0085six", "one\ntwo\nthree\nfour\nfive\nsix"],
    ["nul\0, bell\u0007, delete\u007F, C1\u0090", "nul, bell, delete, C1"],
    ["half \uD83D of 😀", "half \uFFFD of 😀"],
  ])("has no control characters: %j", (text, clean) => {
    expect(cleanText(text)).toBe(clean);
  });

  it("keeps tabs, line breaks and spaces at its beginning", () => {
    expect(cleanText("  a\tb\n\n  c")).toBe("  a\tb\n\n  c");
  });

  it("has no empty lines before and after", () => {
    expect(cleanText(" \n\n    code\n  \n ")).toBe("    code");
  });

  it("is cleaned in linear time", () => {
    for (const text of [
      "\u001b[".repeat(200_000),
      " ".repeat(400_000),
      " \n".repeat(200_000),
      "\u001b]".repeat(200_000),
    ])
      expect(cleanText(text).length).toBeLessThanOrEqual(text.length);
  });
});
