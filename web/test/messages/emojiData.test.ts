import { describe, expect, it } from "vitest";
import { groups, inTone, nameOf, search, withCode } from "../../src/messages/emojiData";

const emojis = groups.flatMap((group) => group.emojis);

describe("the emojis", () => {
  it("are in the standard's set, in every skin tone", () => {
    // biome-ignore lint/complexity/useRegexLiterals: TypeScript accepts the flag only from ES2024 on
    const isOne = new RegExp("^\\p{RGI_Emoji}$", "v");
    const others = emojis
      .flatMap((one) => [0, 1, 5].map((tone) => inTone(one, tone)))
      .filter((text) => !isOne.test(text));
    expect(others).toEqual([]);
    expect(emojis.length).toBeGreaterThan(1_800);
    expect(groups.every((group) => group.emojis.length > 0)).toBe(true);
  });

  it("have the skin tone if they support one", () => {
    const wave = withCode("wave");
    expect(wave && [0, 3, 5].map((tone) => inTone(wave, tone))).toEqual(["👋", "👋🏽", "👋🏿"]);
    const tada = withCode("tada");
    expect(tada && inTone(tada, 3)).toBe("🎉");
    expect(nameOf("👋🏽")).toBe("waving hand");
  });

  it.each([
    ["tada", "🎉"],
    [":tada:", "🎉"],
    [":+1", "👍"],
    ["thumbs u", "👍"],
    ["THUMBSUP", "👍"],
    ["cafe", "☕"],
    ["flag japan", "🇯🇵"],
  ])("are found: %s is %s", (text, emoji) => {
    expect(search(text)[0]?.emoji).toBe(emoji);
  });

  it("aren't found by other words", () => {
    expect(search("no such emoji")).toEqual([]);
    expect(search(" : ")).toEqual([]);
  });
});
