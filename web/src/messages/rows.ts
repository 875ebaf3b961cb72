import type { LoggedChange, Message, OutboxEntry, Timeline, UserRef } from "@chatfunctions/client";
import { dayOf } from "../controls/dates";
import { linesOf } from "./changeLines";
import type { Place } from "./unread";

/** A row of the message list: a message, or an own one that isn't sent yet. */
export interface Row {
  /** The same before and after the message is sent. */
  readonly key: string;
  readonly message: Message | null;
  readonly entry: OutboxEntry | null;
  readonly sender: UserRef;
  readonly at: string;
  /** Whether it starts a group of one sender, with name and time. */
  readonly isHead: boolean;
  /** Whether it is the first of its day. */
  readonly newDay: boolean;
  /** Whether it is the first that was unread when the room was opened. */
  readonly firstUnread: boolean;
  /** Whether it is the room's first message. */
  readonly isStart: boolean;
  /** Changes of the room since the message before, on that message's day if this one has another; lines separated by line breaks. */
  readonly linesBeforeDay: string;
  /** The other changes of the room since the message before. */
  readonly lines: string;
}

export interface RowsInput {
  readonly messages: readonly Message[];
  readonly changes: readonly LoggedChange[];
  readonly entries: readonly OutboxEntry[];
  readonly me: UserRef;
  readonly atStart: boolean;
  /** The index of the first that was unread when the room was opened, if it is loaded. */
  readonly firstUnreadSeq: Place;
}

/** Messages of one sender form a group if they are no further apart than this. */
const groupGap = 5 * 60_000;

export function rowsOf({ messages, changes, entries, me, atStart, firstUnreadSeq }: RowsInput): Row[] {
  const rows: Row[] = [];
  let next = 0;
  const changesBefore = (seq: number) => {
    const from = next;
    while (next < changes.length && (changes[next]?.seq ?? 0) < seq) next++;
    return changes.slice(from, next);
  };
  const add = (row: Pick<Row, "key" | "message" | "entry" | "sender" | "at">) => {
    const before = rows.at(-1);
    const newDay = !before || dayOfRow(before) !== dayOfRow(row);
    const firstUnread = row.message !== null && row.message.seq === firstUnreadSeq;
    const since = changesBefore(row.message?.seq ?? Number.POSITIVE_INFINITY);
    const isHead = newDay || firstUnread || !before || since.length > 0 || !continues(before, row);
    const earlier = before && newDay ? since.filter(({ at }) => dayOf(at) === dayOfRow(before)) : [];
    const lines = linesOf(since.slice(earlier.length), me.id);
    const linesBeforeDay = linesOf(earlier, me.id);
    rows.push({ ...row, isHead, newDay, firstUnread, isStart: atStart && !before, linesBeforeDay, lines });
  };
  for (const message of messages) {
    const { sender, clientMessageId, id, createdAt } = message;
    const key = (sender.id === me.id && clientMessageId) || id;
    add({ key, message, entry: null, sender, at: createdAt });
  }
  for (const entry of entries) {
    const at = new Date(entry.writtenAt).toISOString();
    add({ key: entry.clientMessageId, message: null, entry, sender: me, at });
  }
  return isShown(messages[0], { messages, atStart }) ? rows : rows.slice(1);
}

/** The changes of the room after the last row. */
export function lastLines({
  messages,
  changes,
  entries,
  me,
}: Pick<RowsInput, "messages" | "changes" | "entries" | "me">): string {
  const last = entries.length > 0 ? Number.POSITIVE_INFINITY : (messages.at(-1)?.seq ?? 0);
  const from = changes.findLastIndex(({ seq }) => seq < last) + 1;
  return linesOf(changes.slice(from), me.id);
}

/**
 * Leaves out the oldest loaded message, unless it is the room's first: its look depends on the message before it, so its height could
 * change when history is added above.
 */
export const isShown = (message: Message | undefined, { messages, atStart }: Pick<Timeline, "messages" | "atStart">) =>
  atStart || message !== messages[0] || message === undefined;

type Placed = Pick<Row, "message" | "entry" | "sender" | "at">;

function continues(before: Placed, row: Placed): boolean {
  const answers = row.message?.replyTo ?? row.entry?.replyTo;
  return before.sender.id === row.sender.id && !answers && Date.parse(row.at) - Date.parse(before.at) < groupGap;
}

/** Cached, because formatting a local day for thousands of rows at each new message is slow. */
const days = new WeakMap<object, string>();

function dayOfRow(row: Placed): string {
  const source = row.message ?? row.entry ?? row;
  let day = days.get(source);
  if (day === undefined) {
    day = dayOf(row.at);
    days.set(source, day);
  }
  return day;
}
