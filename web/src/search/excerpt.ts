import type { TextRange } from "@chatfunctions/client";
import { characterStart } from "../controls/beginning";
import { plainText } from "../messages/markdown";

export interface ExcerptPart {
  readonly text: string;
  /** Whether it matches the search. */
  readonly isMatch: boolean;
}

/** UTF-16 code units before the first match and in all. */
const before = 40;
const most = 240;

/** The part of a text around its first match, with all matches in it. */
export function excerpt(text: string, matches: readonly TextRange[]): ExcerptPart[] {
  const begin = characterStart(text, (matches[0]?.start ?? 0) - before);
  const end = characterStart(text, begin + most);
  const parts: ExcerptPart[] = [];
  let at = begin;
  const add = (until: number, isMatch: boolean) => {
    if (until > at) parts.push({ text: text.slice(at, until), isMatch });
    at = Math.max(at, until);
  };
  if (begin > 0) parts.push({ text: "…", isMatch: false });
  for (const { start, length } of matches) {
    add(Math.min(start, end), false);
    add(Math.min(start + length, end), true);
  }
  add(end, false);
  if (end < text.length) parts.push({ text: "…", isMatch: false });
  return parts;
}

/** A text as it is shown, without its formatting, and the ranges of it that match. A match in an address that isn't shown is left out. */
export function withoutFormatting(formatted: string, matches: readonly TextRange[]) {
  const text = formatted === "" ? "" : plainText(formatted);
  if (text === formatted) return { text, ranges: matches };
  const source = formatted.replace(/\]\([^)\s]*\)/g, (address) => " ".repeat(address.length));
  // The place of each visible character in the formatted text. Spaces and bullets can be new.
  let next = 0;
  const places = Array.from({ length: text.length }, (_, n) => {
    const place = /[\s•]/.test(text.charAt(n)) ? -1 : source.indexOf(text.charAt(n), next);
    next = Math.max(next, place + 1);
    return place;
  });
  const ranges = matches.flatMap(({ start, length }) => {
    const isIn = (place: number) => place >= start && place < start + length;
    const first = places.findIndex(isIn);
    return first < 0 ? [] : [{ start: first, length: places.findLastIndex(isIn) - first + 1 }];
  });
  return { text, ranges };
}
