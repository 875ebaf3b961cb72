import { isLoggedChange, isMessage, isMessageChange } from "../events.ts";
import type { EventsAnswer, HistoryPage, LoggedChange, Message, RoomEvent } from "../wire.ts";
import { later, type MessageWindow, messageAt, withMessage } from "./messageWindow.ts";

/**
 * The loaded part of a room. It is immutable; the functions below return a changed one.
 *
 * The room's events are numbered 1, 2, 3, ... and applied once and in order, up to `applied`. Duplicates are dropped, and early
 * events are kept until a catch-up fills the gap.
 */
export interface Timeline {
  /** Every event up to this seq is applied. */
  readonly applied: number;
  /** The highest known seq. If it is above `applied`, events are missing. */
  readonly head: number;
  /** The loaded messages, up to `applied`. */
  readonly messages: MessageWindow;
  /** The changes of the room, its members and its pins between those messages and after them, oldest first. */
  readonly changes: readonly LoggedChange[];
  /** The first message of the room is loaded. */
  readonly atStart: boolean;
  /**
   * Events that came early, by seq.
   * @internal
   */
  readonly early: ReadonlyMap<number, RoomEvent>;
  /**
   * Later states of messages that aren't loaded yet, by seq.
   * @internal
   */
  readonly unheld: ReadonlyMap<number, Message>;
}

/** The most early events that are kept; a catch-up brings the others. */
const mostEarly = 2_000;

/** A timeline as of event `head`, from the room's last page; events after `head` come later. */
export function openTimeline(head: number, page: readonly Message[], atStart: boolean, changed?: Changed): Timeline {
  const messages = page.filter((message) => message.seq <= head).sort((a, b) => a.seq - b.seq);
  const changes = changesUpTo(head, changed);
  return { applied: head, head, messages, changes, atStart, early: new Map(), unheld: new Map() };
}

type Changed = HistoryPage["changes"];

const changesUpTo = (seq: number, changed: Changed): LoggedChange[] =>
  (changed ?? []).filter((event) => event.seq <= seq && isLoggedChange(event)).reverse() as LoggedChange[];

/** Known events are missing. */
export const isBehind = (timeline: Timeline): boolean => timeline.head > timeline.applied;

/** Adds events of a broadcast or an own message, in any order and with duplicates. */
export function receive(timeline: Timeline, events: readonly RoomEvent[]): Timeline {
  const fresh = events.filter((event) => event.seq > timeline.applied && !timeline.early.has(event.seq));
  if (fresh.length === 0) return timeline;
  const early = new Map(timeline.early);
  for (const event of fresh) early.set(event.seq, event);
  const head = Math.max(timeline.head, ...fresh.map((event) => event.seq));
  const next = applyInTurn({ ...timeline, early, head });
  return next.early.size > mostEarly ? { ...next, early: new Map() } : next;
}

/** Applies the complete answer to a catch-up from `applied` or earlier, which closes all gaps in its range. */
export function catchUp(timeline: Timeline, answer: EventsAnswer): Timeline {
  const head = Math.max(timeline.head, answer.head);
  let next: Timeline = head === timeline.head ? timeline : { ...timeline, head };
  for (const event of answer.events) {
    if (event.seq > next.applied) next = { ...apply(next, event), applied: event.seq };
  }
  return next.applied === timeline.applied ? next : applyInTurn(next);
}

/** Adds an older page of history, newest first like the answer of the server. */
export function prependHistory(
  timeline: Timeline,
  page: readonly Message[],
  atStart: boolean,
  changed?: Changed,
): Timeline {
  const before = timeline.messages[0]?.seq ?? timeline.applied + 1;
  const unheld = new Map(timeline.unheld);
  const older = page
    .filter((message) => message.seq < before)
    .sort((a, b) => a.seq - b.seq)
    .map((message) => {
      const known = unheld.get(message.seq);
      unheld.delete(message.seq);
      return known ? later(message, known) : message;
    });
  const changes = [...changesUpTo(before - 1, changed), ...timeline.changes];
  return { ...timeline, messages: [...older, ...timeline.messages], changes, atStart, unheld };
}

/**
 * Updates a message from an answer, for instance to an edit. It may be older or newer than the events, so only a higher
 * version counts. Messages that aren't loaded stay so.
 */
export function amend(timeline: Timeline, message: Message): Timeline {
  const held = messageAt(timeline.messages, message.seq);
  return held && message.version > held.version ? withLater(timeline, message) : timeline;
}

/** Applies an own change to a loaded message before its event. */
export function foresee(timeline: Timeline, seq: number, change: (message: Message) => Message): Timeline {
  const held = messageAt(timeline.messages, seq);
  return held ? withLater(timeline, change(held)) : timeline;
}

function applyInTurn(timeline: Timeline): Timeline {
  let next = timeline;
  const early = new Map(timeline.early);
  for (const seq of early.keys()) if (seq <= next.applied) early.delete(seq);
  for (let event = early.get(next.applied + 1); event; event = early.get(next.applied + 1)) {
    early.delete(event.seq);
    next = { ...apply(next, event), applied: event.seq };
  }
  return { ...next, early };
}

function apply(timeline: Timeline, event: RoomEvent): Timeline {
  if (isMessage(event)) return withLater(timeline, event);
  const next = isLoggedChange(event) ? { ...timeline, changes: [...timeline.changes, event] } : timeline;
  // Other events, and types of a later server, only count.
  return isMessageChange(event) ? applyChange(next, event.message) : next;
}

function applyChange(timeline: Timeline, message: Message): Timeline {
  if (messageAt(timeline.messages, message.seq)) return withLater(timeline, message);
  if (timeline.atStart) return timeline;
  const known = timeline.unheld.get(message.seq);
  const unheld = new Map(timeline.unheld).set(message.seq, known ? later(known, message) : message);
  return { ...timeline, unheld };
}

function withLater(timeline: Timeline, message: Message): Timeline {
  const messages = withMessage(timeline.messages, message);
  return messages === timeline.messages ? timeline : { ...timeline, messages };
}
