import type { Api } from "../api/api";
import type { Random } from "../backoff";
import { Cell, type Readable } from "../cell";
import type { Clock } from "../clock";
import { type ApiError, asApiError } from "../http/apiError";
import { Refresher } from "../refresher";
import type { EventsAnswer, Page, RoomEvent } from "../wire";
import { catchUp, isBehind, openTimeline, prependHistory, receive, type Timeline } from "./timeline";

export interface RoomState {
  /** `gone`: the room doesn't exist for this user (any more), or it's public and not joined. */
  readonly phase: "opening" | "ready" | "failed" | "gone";
  readonly error: ApiError | null;
  readonly timeline: Timeline | null;
  readonly history: "idle" | "loading" | "failed";
}

export interface RoomSyncPorts {
  readonly api: Api;
  readonly clock: Clock;
  readonly random: Random;
  /** Hears every event that reaches this room, by whatever way, perhaps more than once. */
  readonly onEvents?: (events: readonly RoomEvent[]) => void;
}

/** Messages in the first page of history, and in each further one. */
const pageSize = 50;
const catchUpPage = 200;
/** Further behind than this it's cheaper to start anew from the last page than to replay every event. */
const mostReplayed = 1_000;

/** Keeps one room's timeline equal to the server's, by broadcasts where they arrive and by catch-ups where they don't. */
export class RoomSync {
  readonly roomId: string;
  readonly #ports: RoomSyncPorts;
  readonly #state = new Cell<RoomState>({ phase: "opening", error: null, timeline: null, history: "idle" });
  readonly #closed = new AbortController();
  readonly #refresher: Refresher;
  /** Events heard before the first page was there. */
  #waiting: readonly RoomEvent[] = [];
  #knownHead: number | undefined;
  #older: Promise<void> | null = null;

  /** @param knownHead A seq that the room is known to have reached; saves asking for it. */
  constructor(roomId: string, ports: RoomSyncPorts, knownHead?: number) {
    this.roomId = roomId;
    this.#ports = ports;
    this.#knownHead = knownHead;
    this.#refresher = new Refresher(
      () => this.#refresh(),
      ports.clock,
      ports.random,
      (error) => this.#fail(error, this.#state.value.timeline ? {} : { phase: "failed" }),
    );
  }

  get state(): Readable<RoomState> {
    return this.#state;
  }

  /** Fetches whatever is missing: the last page at first, later the events since. Goes on trying through passing failures. */
  resume(): Promise<void> {
    return this.#refresher.run();
  }

  close(): void {
    this.#closed.abort();
    this.#refresher.stop();
  }

  /** Events as they were broadcast, or from an answer: in any order, perhaps doubled, perhaps with holes. */
  receive(events: readonly RoomEvent[]): void {
    this.#ports.onEvents?.(events);
    if (!this.#state.value.timeline) this.#waiting = [...this.#waiting, ...events];
    else this.change((timeline) => receive(timeline, events));
    this.#fillHolesSoon();
  }

  /** Changes the timeline by one of its pure functions. */
  change(step: (timeline: Timeline) => Timeline): void {
    const { timeline } = this.#state.value;
    if (timeline) this.#set({ timeline: step(timeline) });
  }

  /** One held call that returns when something newer exists, or after `seconds`. @throws ApiError */
  async poll(seconds: number, signal: AbortSignal): Promise<void> {
    const { timeline } = this.#state.value;
    if (!timeline) return this.resume();
    const options = { after: timeline.applied, limit: catchUpPage, wait: seconds, signal };
    try {
      const answer = await this.#ports.api.events(this.roomId, options);
      this.#take(answer);
      if (answer.more) await this.resume();
    } catch (error) {
      const failure = asApiError(error);
      if (isGone(failure)) this.#fail(failure, {});
      throw failure;
    }
  }

  /** Adds the page of history before the first message held; one page at a time, so this waits for one that is on its way. */
  loadOlder(): Promise<void> {
    this.#older ??= this.#loadOlder().finally(() => {
      this.#older = null;
    });
    return this.#older;
  }

  async #loadOlder(): Promise<void> {
    const { timeline, phase } = this.#state.value;
    if (!timeline || timeline.atStart || phase !== "ready") return;
    const before = firstSeq(timeline);
    this.#set({ history: "loading" });
    try {
      const page = await this.#ports.api.messages(this.roomId, {
        before,
        limit: pageSize,
        signal: this.#closed.signal,
      });
      // The timeline may have started anew meanwhile: a page that doesn't join it is of no use.
      this.change((now) => (firstSeq(now) === before ? prependHistory(now, page.items, reachesStart(page)) : now));
      this.#set({ history: "idle" });
    } catch (error) {
      this.#fail(asApiError(error), { history: "failed" });
    }
  }

  async #refresh(): Promise<void> {
    if (!this.#state.value.timeline) await this.#start();
    for (let more = true; more; ) {
      const { applied } = this.#state.value.timeline as Timeline;
      const options = { after: applied, limit: catchUpPage, signal: this.#closed.signal };
      const answer = await this.#ports.api.events(this.roomId, options);
      this.#knownHead = answer.head;
      if (answer.head - applied > mostReplayed) await this.#start();
      else this.#take(answer);
      more = answer.more;
    }
  }

  async #start(): Promise<void> {
    const { api } = this.#ports;
    const { signal } = this.#closed;
    // The head comes before the page, so that whatever happens in between is among the events after it.
    const head = this.#knownHead ?? (await api.room(this.roomId, signal)).head;
    const page = await api.messages(this.roomId, { limit: pageSize, signal });
    const timeline = receive(openTimeline(head, page.items, reachesStart(page)), this.#waiting);
    this.#waiting = [];
    this.#set({ phase: "ready", error: null, timeline, history: "idle" });
  }

  #take(answer: EventsAnswer): void {
    this.change((timeline) => catchUp(timeline, answer));
    this.#set({ phase: "ready", error: null });
    if (answer.events.length > 0) this.#ports.onEvents?.(answer.events);
  }

  #fillHolesSoon(): void {
    const { timeline } = this.#state.value;
    // A little patience: most broadcasts out of order are so by milliseconds, and the room's clients shouldn't ask at once.
    if (timeline && isBehind(timeline)) this.#refresher.soon(100 + this.#ports.random() * 200);
  }

  #fail(error: ApiError, change: Partial<RoomState>): void {
    this.#set({ ...change, error, ...(isGone(error) && { phase: "gone" }) });
  }

  #set(change: Partial<RoomState>): void {
    const state = this.#state.value;
    const next = { ...state, ...change };
    const same = (Object.keys(next) as (keyof RoomState)[]).every((key) => Object.is(next[key], state[key]));
    if (!same) this.#state.set(next);
  }
}

const isGone = ({ status }: ApiError) => status === 404 || status === 403;

const firstSeq = (timeline: Timeline) => timeline.messages[0]?.seq ?? timeline.applied + 1;

/** A short page ends the history; a full one may be its end too, which the next (empty) page will tell. */
const reachesStart = ({ items, cursor }: Page<unknown>) =>
  items.length === 0 || (items.length < pageSize && (cursor ?? null) === null);
