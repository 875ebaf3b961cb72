import MarkdownIt, { type Token } from "markdown-it";
import cjkFriendly from "markdown-it-cjk-friendly";
import { linkify, safeHref } from "./links";

export type { Token };

/** Bold, italic, strikethrough, code, quotes, lists and links. The rest of Markdown, and HTML, stay as typed. */
const markdown = new MarkdownIt({ linkify: true }).disable([
  ...["code", "heading", "lheading", "hr", "html_block", "reference", "table"],
  ...["entity", "html_inline", "image"],
]);
// Otherwise, marks beside Chinese, Japanese and Korean punctuation format nothing.
markdown.use(cjkFriendly);
markdown.linkify = linkify;
markdown.normalizeLink = (address) => safeHref(address) ?? address;
markdown.normalizeLinkText = (text) => text;
markdown.validateLink = (address) => safeHref(address) !== undefined;

// A quote or a list item ends with its line, also without an empty line after it.
markdown.block.ruler.before(
  "paragraph",
  "end_of_item",
  (state, line, _, silent) =>
    silent && (state.parentType === "blockquote" || (state.sCount[line] ?? 0) < state.blkIndent),
  { alt: ["blockquote", "paragraph"] },
);
// Each line break counts, and so does the indentation after it.
markdown.inline.ruler.at("newline", (state, silent) => {
  if (state.src[state.pos] !== "\n") return false;
  if (!silent) state.push("softbreak", "br", 0);
  state.pos++;
  return true;
});

/** ```code``` that may start and end within a line. Its first line may name a language. */
const fence = /(?<!`)```(?!`)(?:([\w+#.-]*)[ \t]*\n)?([\s\S]+?)(\n[ \t>]*)?```(?!`)/g;

/** Moves the marks of code blocks to lines of their own, as Markdown requires. Marks on lines of their own stay, also in quotes and lists. */
function withFencesOnLines(text: string): string {
  return text.replace(fence, (whole, language: string | undefined, code: string, lastBreak: string | undefined, at) => {
    const before = text.slice(text.lastIndexOf("\n", at - 1) + 1, at);
    const isAtEnd = /^[ \t]*(\n|$)/.test(text.slice(at + whole.length));
    const isOnLines = isAtEnd && /^[ \t>*+\d.)-]*$/.test(before) && language !== undefined && lastBreak !== undefined;
    if (isOnLines || code.trim() === "") return whole;
    return `${before.trim() === "" ? "" : "\n"}\`\`\`${language ?? ""}\n${code}\n\`\`\`${isAtEnd ? "" : "\n"}`;
  });
}

/** The parts of the messages parsed last. */
const parsed = new Map<string, Token[]>();

/** The parts of a message's text; none if it has only marks that format nothing, such as a single "-". */
export function parse(text: string): Token[] {
  let tokens = parsed.get(text);
  if (!tokens) {
    tokens = markdown.parse(withFencesOnLines(text), {});
    if (plainTextOf(tokens).trim() === "") tokens = [];
    if (parsed.size >= 1_000) parsed.clear();
    parsed.set(text, tokens);
  }
  return tokens;
}

/** A message's text without its formatting. */
export const plainText = (text: string): string => plainTextOf(parse(text), true).trim() || text;

function plainTextOf(tokens: readonly Token[], hasListMarks = false): string {
  return tokens
    .map(({ type, content, children, block, nesting, info, markup }) => {
      if (children) return plainTextOf(children);
      if (type === "list_item_open") return hasListMarks ? `${info ? `${info}${markup}` : "•"} ` : "";
      return type === "softbreak" || (block && nesting < 0) ? "\n" : content;
    })
    .join("")
    .replace(/\n{2,}/g, "\n");
}
