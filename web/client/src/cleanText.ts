import stripAnsi from "strip-ansi";

const lineBreak = /\r\n|[\r\v\f\u0085\u2028\u2029]/g;
const surrogate = /\p{Surrogate}/gu;
const control = /\p{Control}/gu;

/**
 * Removes what a message can't contain, such as after pasting: terminal escape sequences, control characters, lone surrogates, and
 * blank lines at both ends. Normalizes line breaks. Leading spaces stay. The result is empty if nothing can be sent.
 */
export function cleanText(text: string): string {
  return stripAnsi(text)
    .replace(lineBreak, "\n")
    .replace(surrogate, "\uFFFD")
    .replace(control, (char) => (char === "\n" || char === "\t" ? char : ""))
    .replace(/^(?:[^\S\n]*\n)+/, "")
    .trimEnd();
}
