import stripAnsi from "strip-ansi";

const lineBreak = /\r\n|[\r\v\f\u0085\u2028\u2029]/g;
const surrogate = /\p{Surrogate}/gu;
const control = /\p{Control}/gu;

/**
 * A text as it can be sent, without what pasting brings along: escape sequences of terminals, control characters, line breaks of
 * other kinds, halves of characters, and empty lines around it. Spaces at its beginning stay.
 */
export function cleanText(text: string): string {
  return stripAnsi(text)
    .replace(lineBreak, "\n")
    .replace(surrogate, "\uFFFD")
    .replace(control, (char) => (char === "\n" || char === "\t" ? char : ""))
    .replace(/^(?:[^\S\n]*\n)+/, "")
    .trimEnd();
}
