/** People's text for the middle of a sentence, whichever direction it's written in: what `<bdi>` is in a document. */
export const isolated = (text: string) => `\u2068${text}\u2069`;
