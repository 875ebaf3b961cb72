import { useMemo } from "react";
import { useChat } from "../app/chatContext";
import type { Emoji } from "./emojiData";
import { skinTone } from "./emojiUse";
import type { CompletionSource, Suggestion } from "./useCompletion";

const mostEmojis = 8;

/** The completions in the text of a message: emojis and the given ones. */
export function useCompletions(other: CompletionSource): readonly CompletionSource[] {
  const { store, me } = useChat();
  return useMemo(() => [emojiCompletion(() => skinTone(store, me.id)), other], [store, me.id, other]);
}

/** Completes `:tad`, and replaces `:tada:` without a choice. */
const emojiCompletion = (tone: () => number): CompletionSource => ({
  pattern: /(?:^|[\s(])(:[\w+-]+:|:[\w+-]{2,})$/,
  async suggest(typed) {
    const data = await import("./emojiData").catch(() => null);
    if (!data) return [];
    const { inTone, search, withCode } = data;
    const suggestionOf = (emoji: Emoji): Suggestion => ({
      key: emoji.emoji,
      text: `${inTone(emoji, tone())} `,
      label: (
        <>
          <span>{inTone(emoji, tone())}</span> :{emoji.codes[0]}:
        </>
      ),
    });
    const whole = typed.endsWith(":") ? withCode(typed.slice(1, -1).toLowerCase()) : undefined;
    if (whole) return [{ ...suggestionOf(whole), text: inTone(whole, tone()), isTyped: true }];
    const found = search(typed).filter(({ codes }) => codes.length > 0);
    return found.slice(0, mostEmojis).map(suggestionOf);
  },
});
