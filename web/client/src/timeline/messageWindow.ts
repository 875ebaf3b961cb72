import type { Message } from "../wire.ts";

/**
 * Messages of one room by rising seq, from some point in its history up to its end, without a hole.
 * Pure functions: each returns the same array when nothing changed.
 */
export type MessageWindow = readonly Message[];

/** Index of the message with this seq; where it would stand, as -(index + 1), when it isn't there. */
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
 * The later of two states of one message. An event's state may be older than one that a page or an answer brought
 * already, so the version decides; `next` wins when both are the same version.
 */
export const later = (held: Message, next: Message): Message => (next.version >= held.version ? next : held);

/** The window with a message added at its place, or brought to a later state. */
export function withMessage(window: MessageWindow, message: Message): MessageWindow {
  const index = indexOfSeq(window, message.seq);
  if (index < 0) return window.toSpliced(-index - 1, 0, message);
  const held = window[index] as Message;
  const now = later(held, message);
  return now === held ? window : window.with(index, now);
}

/** One user's reaction set or taken back, as the server would show it. */
export function withReaction(message: Message, emoji: string, userId: string, on: boolean): Message {
  const held = message.reactions.find((reaction) => reaction.emoji === emoji);
  if ((held?.userIds.includes(userId) ?? false) === on) return message;
  const userIds = on ? [...(held?.userIds ?? []), userId] : (held?.userIds.filter((id) => id !== userId) ?? []);
  const rest = message.reactions.map((reaction) => (reaction === held ? { emoji, userIds } : reaction));
  const reactions = held ? rest : [...rest, { emoji, userIds }];
  return { ...message, reactions: reactions.filter((reaction) => reaction.userIds.length > 0) };
}
