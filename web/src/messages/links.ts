import { LinkifyIt, type Match } from "linkify-it";

export interface FoundLink {
  readonly index: number;
  readonly text: string;
  readonly href: string;
}

/** The most characters of an address. */
const mostCharacters = 4_000;

const linkify = new LinkifyIt({ maxLength: mostCharacters })
  .add("ftp:")
  .add("//")
  .add("www.", {
    validate(text, position, self) {
      const address = `//www.${text.slice(position, position + mostCharacters)}`;
      return Math.max(0, self.testSchemaAt(address, "http:", 0) - "//www.".length);
    },
    normalize(match) {
      match.url = `http://${match.raw}`;
    },
  });

/** Web and e-mail addresses in a text. */
export function findLinks(text: string): FoundLink[] {
  return (linkify.match(text) ?? []).flatMap(asLink);
}

function asLink(match: Match): FoundLink[] {
  // Trailing asterisks belong to bold text.
  const text = match.raw.replace(/\*+$/, "");
  const href = safeHref(match.url.replace(/\*+$/, ""));
  return href ? [{ index: match.index, text, href }] : [];
}

/** The address if it is http, https or mailto, otherwise undefined. */
function safeHref(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const { protocol, href } = new URL(address);
  return ["http:", "https:", "mailto:"].includes(protocol) ? href : null;
}
