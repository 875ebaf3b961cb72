import type { Message, OutboxEntry, Timeline, UserRef } from "@chatfunctions/client";
import { dayOf } from "../controls/dates";
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
}

export interface RowsInput {
  readonly messages: readonly Message[];
  readonly entries: readonly OutboxEntry[];
  readonly me: UserRef;
  readonly atStart: boolean;
  /** The index of the first that was unread when the room was opened, if it is loaded. */
  readonly firstUnreadSeq: Place;
}

/** Messages of one sender form a group if they are no further apart than this. */
const groupGap = 5 * 60_000;

export function rowsOf({ messages, entries, me, atStart, firstUnreadSeq }: RowsInput): Row[] {
  const rows: Row[] = [];
  const add = (row: Pick<Row, "key" | "message" | "entry" | "sender" | "at">) => {
    const before = rows.at(-1);
    const newDay = !before || dayOfRow(before) !== dayOfRow(row);
    const firstUnread = row.message !== null && row.message.seq === firstUnreadSeq;
    const isHead = newDay || firstUnread || !before || !continues(before, row);
    rows.push({ ...row, isHead, newDay, firstUnread, isStart: atStart && !before });
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
