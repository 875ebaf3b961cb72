import { LinkifyIt, type Match } from "linkify-it";

/** The most characters of an address. */
const mostCharacters = 4_000;

/** Ends addresses before marks at their end that more likely belong to the sentence, as GitHub does. */
class Linkifier extends LinkifyIt {
  override match(text: string): Match[] | null {
    return super.match(text)?.map(withoutMarks) ?? null;
  }

  override matchAtStart(text: string): Match | null {
    const match = super.matchAtStart(text);
    return match && withoutMarks(match);
  }
}

function withoutMarks(match: Match): Match {
  const marks = /[_~～〜]*$/.exec(match.raw)?.[0].length ?? 0;
  if (marks === 0) return match;
  match.lastIndex -= marks;
  match.raw = match.raw.slice(0, -marks);
  match.text = match.text.slice(0, -marks);
  match.url = match.url.slice(0, -marks);
  return match;
}

/** Finds web and e-mail addresses in a text. */
export const linkify = new Linkifier({ maxLength: mostCharacters })
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

/** Whether an address leads to another place in this page. */
export const isInPage = (href: string): boolean =>
  typeof location !== "undefined" && href.startsWith(`${location.href.split("#")[0]}#/`);

/** The address if it is http, https or mailto, otherwise undefined. */
export function safeHref(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const { protocol, href } = new URL(address);
  return ["http:", "https:", "mailto:"].includes(protocol) ? href : undefined;
}
