/** A piece of a message's text. Whatever it is, it's shown as text: nothing of it is ever read as HTML. */
export type TextPart =
  | { readonly kind: "text" | "code" | "block"; readonly text: string }
  | { readonly kind: "link"; readonly text: string; readonly href: string };

/** ```blocks```, `code` and http(s) addresses, in this order of precedence. */
const pattern = /```\n?([\s\S]+?)\n?```|`([^`\n]+)`|(https?:\/\/[^\s<>"'`]+)/g;

/** The address without punctuation that ends its sentence; a closing bracket too when none was opened in it. */
function trimAddress(address: string): string {
  const loose = address.includes("(") ? ".,;:!?…" : ".,;:!?…)";
  let end = address.length;
  while (end > 0 && loose.includes(address.charAt(end - 1))) end--;
  return address.slice(0, end);
}

/** The address as a link may have it: absolute http or https, or nothing. */
function safeHref(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const { protocol, href } = new URL(address);
  return protocol === "http:" || protocol === "https:" ? href : null;
}

export function textParts(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  const plain = (until: number) => {
    if (until > end) parts.push({ kind: "text", text: text.slice(end, until) });
    end = until;
  };
  for (const match of text.matchAll(pattern)) {
    const [whole, block, code, address] = match;
    const shown = address ? trimAddress(address) : whole;
    const href = address ? safeHref(shown) : null;
    if (address && !href) continue;
    plain(match.index);
    end = match.index + shown.length;
    if (href) parts.push({ kind: "link", text: shown, href });
    else if (block) parts.push({ kind: "block", text: block });
    else parts.push({ kind: "code", text: code ?? "" });
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
