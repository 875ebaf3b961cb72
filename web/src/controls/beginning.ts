const characters = new Intl.Segmenter();

/** The beginning of a text, of at most so many UTF-16 code units, that doesn't divide a visible character. */
export const beginning = (text: string, most: number): string => text.slice(0, characterStart(text, most));

/** The place in the text, or the one before it where that would divide a visible character. */
export function characterStart(text: string, place: number): number {
  if (place <= 0) return 0;
  return place >= text.length ? text.length : (characters.segment(text).containing(place)?.index ?? place);
}
