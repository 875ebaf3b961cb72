import type { OutboxEntry } from "../../client/src/outbox/outboxEntry";
import type { Timeline } from "../../client/src/timeline/timeline";
import type { Message, UserRef } from "../../client/src/wire";
import { dayOf } from "../controls/dates";
import type { Place } from "./unread";

/** One line of the timeline as it's shown: a message, or one of one's own on its way. */
export interface Row {
  /** The same for a message on its way and once it's there. */
  readonly key: string;
  readonly message: Message | null;
  readonly entry: OutboxEntry | null;
  readonly sender: UserRef;
  readonly at: string;
  /** The first of its sender's messages in a row: shows who and when. */
  readonly isHead: boolean;
  /** The first of its day. */
  readonly newDay: boolean;
  /** The first that was unread when the room was opened. */
  readonly firstUnread: boolean;
  /** The room's first message. */
  readonly isStart: boolean;
}

export interface RowsInput {
  readonly messages: readonly Message[];
  readonly entries: readonly OutboxEntry[];
  readonly me: UserRef;
  readonly atStart: boolean;
  /** Of the first that was unread when the room was opened, if it is held. */
  readonly firstUnreadSeq: Place;
}

/** Messages of one sender are shown as one group while no more than this lies between them. */
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
 * What stands before a message decides how it looks. So the oldest one held isn't shown before that is known: else it would
 * change its height when history is added above, and all below it would move.
 */
export const isShown = (message: Message | undefined, { messages, atStart }: Pick<Timeline, "messages" | "atStart">) =>
  atStart || message !== messages[0] || message === undefined;

type Placed = Pick<Row, "message" | "entry" | "sender" | "at">;

function continues(before: Placed, row: Placed): boolean {
  const answers = row.message?.replyTo ?? row.entry?.replyTo;
  return before.sender.id === row.sender.id && !answers && Date.parse(row.at) - Date.parse(before.at) < groupGap;
}

/** Working out local days is slow enough to matter for thousands of rows at each new message. */
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
