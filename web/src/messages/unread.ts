import { indexOfSeq } from "../../client/src/timeline/messageWindow";
import type { Timeline } from "../../client/src/timeline/timeline";
import { isShown } from "./rows";

/** What was unread when a room was opened. */
export interface Unread {
  /** So many of the last messages then. */
  readonly count: number;
  /** The last event then. */
  readonly upTo: number;
}

/** Where something stands in a room: at the message with this seq, nowhere (null), or before all that is shown. */
export type Place = number | "further up" | null;

/** Where the unread messages begin: at the first that is by someone else. */
export function unreadStart(timeline: Timeline, { count, upTo }: Unread, me: string): Place {
  if (count === 0) return null;
  const opened = timeline.messages.filter((message) => message.seq <= upTo);
  const unread = opened.slice(-count);
  if (!timeline.atStart && (unread.length < count || !isShown(unread[0], timeline))) return "further up";
  return unread.find((message) => message.sender.id !== me)?.seq ?? null;
}

/** Where the message with this seq stands. */
export function placeOf(timeline: Timeline, seq: number): Place {
  const message = timeline.messages[indexOfSeq(timeline.messages, seq)];
  if (message) return isShown(message, timeline) ? seq : "further up";
  return timeline.atStart ? null : "further up";
}
