import type { KeyValueStore } from "@chatfunctions/client";

/** The most recently used emojis that are kept: two rows of the picker. */
const most = 16;
/** Until the user has used others. */
const suggested = "👍 ❤️ 😂 🎉 👀 🙏 ✅ 🚀";

/** The emojis that a user used last in this browser, newest first. */
export const recentEmojis = (store: KeyValueStore, userId: string): string[] =>
  (store.get(`emojis/${userId}`) ?? suggested).split(" ");

export function rememberEmoji(store: KeyValueStore, userId: string, emoji: string): void {
  const others = recentEmojis(store, userId).filter((one) => one !== emoji);
  store.set(`emojis/${userId}`, [emoji, ...others].slice(0, most).join(" "));
}

/** The skin tone that a user has chosen: 0 is none, 1 is light, 5 is dark. */
export const skinTone = (store: KeyValueStore, userId: string) => Number(store.get(`skin-tone/${userId}`) ?? 0);

export const setSkinTone = (store: KeyValueStore, userId: string, tone: number) =>
  store.set(`skin-tone/${userId}`, `${tone}`);
