import { indexOfSeq, type Timeline } from "@chatfunctions/client";
import { isShown } from "./rows";

/** The unread messages when a room was opened. */
export interface Unread {
  /** Their number. */
  readonly count: number;
  /** The seq of the last event at that time. */
  readonly upTo: number;
}

/** A place in a room: the message with this seq, none (null), or before the loaded messages. */
export type Place = number | "further up" | null;

/** The place of the first unread message by another user. */
export function unreadStart(timeline: Timeline, { count, upTo }: Unread, me: string): Place {
  if (count === 0) return null;
  const opened = timeline.messages.filter((message) => message.seq <= upTo);
  const unread = opened.slice(-count);
  if (!timeline.atStart && (unread.length < count || !isShown(unread[0], timeline))) return "further up";
  return unread.find((message) => message.sender.id !== me)?.seq ?? null;
}

/** The place of the message with this seq. */
export function placeOf(timeline: Timeline, seq: number): Place {
  const message = timeline.messages[indexOfSeq(timeline.messages, seq)];
  if (message) return isShown(message, timeline) ? seq : "further up";
  return timeline.atStart ? null : "further up";
}
