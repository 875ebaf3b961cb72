import type { Message } from "../wire.ts";

/**
 * Messages of one room by seq, up to its end and without gaps.
 * Its functions are pure, and return the same array if nothing changed.
 */
export type MessageWindow = readonly Message[];

/** The index of the message with a seq; if there is none, -(index + 1) of its place. */
export function indexOfSeq(window: MessageWindow, seq: number): number {
  let low = 0;
  let high = window.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = (window[middle] as Message).seq;
    if (found === seq) return middle;
    if (found < seq) low = middle + 1;
    else high = middle - 1;
  }
  return -(low + 1);
}

export function messageAt(window: MessageWindow, seq: number): Message | undefined {
  return window[indexOfSeq(window, seq)];
}

/**
 * The later of two states of a message, by version: an event can carry an older state than a page or an answer that
 * came before it. With equal versions, `next` wins.
 */
export const later = (held: Message, next: Message): Message => (next.version >= held.version ? next : held);

/** The window with a message added, or updated to a later state. */
export function withMessage(window: MessageWindow, message: Message): MessageWindow {
  const index = indexOfSeq(window, message.seq);
  if (index < 0) return window.toSpliced(-index - 1, 0, message);
  const held = window[index] as Message;
  const now = later(held, message);
  return now === held ? window : window.with(index, now);
}

/** The message with a user's reaction added or removed. */
export function withReaction(message: Message, emoji: string, userId: string, on: boolean): Message {
  const held = message.reactions.find((reaction) => reaction.emoji === emoji);
  if ((held?.userIds.includes(userId) ?? false) === on) return message;
  const userIds = on ? [...(held?.userIds ?? []), userId] : (held?.userIds.filter((id) => id !== userId) ?? []);
  const rest = message.reactions.map((reaction) => (reaction === held ? { emoji, userIds } : reaction));
  const reactions = held ? rest : [...rest, { emoji, userIds }];
  return { ...message, reactions: reactions.filter((reaction) => reaction.userIds.length > 0) };
}
