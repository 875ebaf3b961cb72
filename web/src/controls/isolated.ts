/** Isolates a user's text of any direction within a sentence, as `<bdi>` does in HTML. */
export const isolated = (text: string) => `\u2068${text}\u2069`;
