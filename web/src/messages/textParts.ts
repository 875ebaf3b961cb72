import { findLinks } from "./links";

/** A part of a message's text. It is always shown as text, never as HTML. */
export type TextPart =
  | { readonly kind: "text" | "code" | "block"; readonly text: string }
  | { readonly kind: "link"; readonly text: string; readonly href: string };

/** ```blocks``` and `code`. The first line of a block may name a language, which isn't part of the code. */
const codePattern = /```(?:[\w+#.-]*[ \t]*\n)?([\s\S]+?)\n?```|`([^`\n]+)`/g;

export function textParts(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const { 0: whole, 1: block, 2: code, index } of text.matchAll(codePattern)) {
    parts.push(...linkParts(text.slice(end, index)));
    parts.push(block ? { kind: "block", text: block } : { kind: "code", text: code ?? "" });
    end = index + whole.length;
  }
  parts.push(...linkParts(text.slice(end)));
  return parts;
}

/** A text without code. */
function linkParts(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  const plain = (until: number) => {
    if (until > end) parts.push({ kind: "text", text: text.slice(end, until) });
  };
  for (const link of findLinks(text)) {
    plain(link.index);
    parts.push({ kind: "link", text: link.text, href: link.href });
    end = link.index + link.text.length;
  }
  plain(text.length);
  return parts;
}

const characters = new Intl.Segmenter();
const emoji = /\p{Extended_Pictographic}|\p{Regional_Indicator}/u;

/** Up to five emoji and nothing else: shown large. */
export function isOnlyEmoji(text: string): boolean {
  if (text.length > 80) return false;
  const shown = [...characters.segment(text)].map(({ segment }) => segment).filter((one) => one.trim() !== "");
  return shown.length > 0 && shown.length <= 5 && shown.every((one) => emoji.test(one));
}
