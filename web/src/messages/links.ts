import { LinkifyIt } from "linkify-it";

/** The most characters of an address. */
const mostCharacters = 4_000;

/** Finds web and e-mail addresses in a text. */
export const linkify = new LinkifyIt({ maxLength: mostCharacters })
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
