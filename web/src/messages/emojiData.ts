import data from "emojibase-data/en/data.json";
import shortcodes from "emojibase-data/en/shortcodes/iamcal.json";
import { folded } from "../controls/folded";

export interface Emoji {
  readonly emoji: string;
  readonly name: string;
  /** Its names between colons. */
  readonly codes: readonly string[];
  /** What a search finds it by. */
  readonly words: readonly string[];
  /** The emoji in each skin tone, light to dark. Several people have the same. */
  readonly skins: readonly string[];
}

export interface EmojiGroup {
  readonly name: string;
  readonly emojis: readonly Emoji[];
}

/** The newest version of Unicode's emojis that most systems have. */
const newest = 15.1;

const tones = ["🏻", "🏼", "🏽", "🏾", "🏿"];

/** By their number in the data; group 2 has parts of emojis. */
const groupNames: Readonly<Record<number, string>> = {
  0: "Smileys and emotion",
  1: "People and body",
  3: "Animals and nature",
  4: "Food and drink",
  5: "Travel and places",
  6: "Activities",
  7: "Objects",
  8: "Symbols",
  9: "Flags",
};

export const groups: readonly EmojiGroup[] = Object.entries(groupNames).map(([group, name]) => ({
  name,
  emojis: data.filter((one) => one.group === Number(group) && one.version <= newest).map(asEmoji),
}));

const all = groups.flatMap(({ emojis }) => emojis);

function asEmoji({ emoji: text, label, hexcode, tags = [], skins }: (typeof data)[number]): Emoji {
  // The data has a variation selector also where the standard has none.
  const emoji = text.replace(/^(\p{Emoji_Presentation})\uFE0F$/u, "$1");
  const codes = [(shortcodes as Record<string, string | string[]>)[hexcode] ?? []].flat();
  const words = [label, ...tags, ...codes].flatMap((text) => [folded(text), ...folded(text).split(/[ _-]/)]);
  const inTone = (tone: string) =>
    skins?.find((skin) => skin.emoji.match(/[\u{1F3FB}-\u{1F3FF}]/gu)?.every((one) => one === tone))?.emoji ?? emoji;
  return { emoji, name: label, codes, words, skins: skins ? tones.map(inTone) : [] };
}

/** The emoji in a skin tone: 0 is none, 1 is light, 5 is dark. */
export const inTone = ({ emoji, skins }: Emoji, tone: number): string => skins[tone - 1] ?? emoji;

/** The name of an emoji in any skin tone. */
export const nameOf = (text: string): string =>
  all.find(({ emoji, skins }) => emoji === text || skins.includes(text))?.name ?? text;

/** The emoji with a code. */
export const withCode = (code: string): Emoji | undefined => all.find(({ codes }) => codes.includes(code));

/** Emojis with words that begin with those of the text; the best matches first. */
export function search(text: string): Emoji[] {
  const wanted = folded(text.replaceAll(":", " "))
    .split(/\s+/)
    .filter((word) => word !== "");
  const first = wanted[0];
  if (first === undefined) return [];
  const rank = ({ codes, name }: Emoji) =>
    codes.includes(first) ? 0 : codes.some((code) => code.startsWith(first)) ? 1 : name.startsWith(first) ? 2 : 3;
  return all
    .filter(({ words }) => wanted.every((part) => words.some((word) => word.startsWith(part))))
    .sort((a, b) => rank(a) - rank(b));
}
