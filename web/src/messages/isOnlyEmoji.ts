const characters = new Intl.Segmenter();
const emoji = /\p{Extended_Pictographic}|\p{Regional_Indicator}/u;

/** Up to five emoji and nothing else: shown large. */
export function isOnlyEmoji(text: string): boolean {
  if (text.length > 80) return false;
  const shown = [...characters.segment(text)].map(({ segment }) => segment).filter((one) => one.trim() !== "");
  return shown.length > 0 && shown.length <= 5 && shown.every((one) => emoji.test(one));
}
