import type { Api } from "../api/api.ts";
import type { Random } from "../backoff.ts";
import { Cell, derived, type Readable } from "../cell.ts";
import type { Clock } from "../clock.ts";
import { type ApiError, asApiError } from "../http/apiError.ts";
import { Refresher } from "../refresher.ts";
import { catchUp, isBehind, openTimeline, prependHistory, receive, type Timeline } from "../timeline/timeline.ts";
import type { EventsAnswer, Member, Message, Page, RoomEvent } from "../wire.ts";
import { RoomMembers } from "./members.ts";

/** The state of an open room. */
export interface RoomState {
  /** `gone`: the room doesn't exist for this user (any more), or it is public and not joined. */
  readonly phase: "opening" | "ready" | "failed" | "gone";
  /** Why the last request failed; null if it succeeded. */
  readonly error: ApiError | null;
  /** The messages that are loaded; null until the first page is. */
  readonly timeline: Timeline | null;
  /** The state of the last `loadOlder`. */
  readonly history: "idle" | "loading" | "failed";
}

/** @internal */
export interface OpenRoomPorts {
  readonly api: Api;
  readonly clock: Clock;
  readonly random: Random;
  /** Called with the members when they are loaded. */
  readonly onMembers: (members: readonly Member[]) => void;
  /** Called with every event of the room, perhaps more than once. */
  readonly onEvents: (events: readonly RoomEvent[]) => void;
}

/** The number of messages in a page of history. */
const pageSize = 50;
const catchUpPage = 200;
/** The most events that are replayed. Beyond that, loading the last page is cheaper. */
const mostReplayed = 1_000;

const noMessages: readonly Message[] = [];

/** A room with its messages and members, kept equal to the server's by live messages and by requests for missed events. */
export class OpenRoom {
  /** The id of the room. */
  readonly id: string;
  /** The members, and how far each has read. */
  readonly members: RoomMembers;
  /** The messages that are loaded, oldest first. */
  readonly messages: Readable<readonly Message[]>;
  readonly #ports: OpenRoomPorts;
  readonly #state = new Cell<RoomState>({ phase: "opening", error: null, timeline: null, history: "idle" });
  readonly #closed = new AbortController();
  readonly #refresher: Refresher;
  /** Events that came before the first page. */
  #waiting: readonly RoomEvent[] = [];
  #knownHead: number | undefined;
  #older: Promise<void> | null = null;

  /**
   * @internal
   * @param knownHead A seq that the room is known to have reached; saves asking for it.
   */
  constructor(id: string, ports: OpenRoomPorts, knownHead?: number) {
    this.id = id;
    this.members = new RoomMembers(ports.api, id, ports.clock, ports.random, ports.onMembers);
    this.messages = derived(this.#state, ({ timeline }) => timeline?.messages ?? noMessages);
    this.#ports = ports;
    this.#knownHead = knownHead;
    this.#refresher = new Refresher(
      () => this.#refresh(),
      ports.clock,
      ports.random,
      (error) => this.#fail(error, this.#state.value.timeline ? {} : { phase: "failed" }),
    );
  }

  /** How far the room is loaded, and its messages. */
  get state(): Readable<RoomState> {
    return this.#state;
  }

  /** Loads the last page, or the events since then. Retries failures that may pass. */
  resume(): Promise<void> {
    return this.#refresher.run();
  }

  /**
   * Loads missed events and the members; the latter only if the room can be read.
   * @internal
   */
  refresh(): void {
    void this.resume();
    if (this.#state.value.phase === "ready") void this.members.refresh();
  }

  /** @internal */
  close(): void {
    this.#closed.abort();
    this.#refresher.stop();
    this.members.stop();
  }

  /**
   * Takes events of live messages and answers, in any order, with duplicates and gaps.
   * @internal
   */
  receive(events: readonly RoomEvent[]): void {
    this.#heard(events);
    if (!this.#state.value.timeline) this.#waiting = [...this.#waiting, ...events];
    else this.change((timeline) => receive(timeline, events));
    this.#fillHolesSoon();
  }

  /**
   * Changes the timeline by one of its pure functions.
   * @internal
   */
  change(step: (timeline: Timeline) => Timeline): void {
    const { timeline } = this.#state.value;
    if (timeline) this.#set({ timeline: step(timeline) });
  }

  /**
   * Waits for newer events, at most `seconds`.
   * @internal
   * @throws ApiError
   */
  async poll(seconds: number, signal: AbortSignal): Promise<void> {
    const { timeline } = this.#state.value;
    if (!timeline) return this.resume();
    const options = { after: timeline.applied, limit: catchUpPage, wait: seconds, signal };
    try {
      const answer = await this.#ports.api.events(this.id, options);
      this.#take(answer);
      if (answer.more) await this.resume();
    } catch (error) {
      const failure = asApiError(error);
      if (isGone(failure)) this.#fail(failure, {});
      throw failure;
    }
  }

  /** Loads the page of history before the first loaded message. Concurrent calls share one request. */
  loadOlder(limit = pageSize): Promise<void> {
    this.#older ??= this.#loadOlder(limit).finally(() => {
      this.#older = null;
    });
    return this.#older;
  }

  async #loadOlder(limit: number): Promise<void> {
    const { timeline, phase } = this.#state.value;
    if (!timeline || timeline.atStart || phase !== "ready") return;
    const before = firstSeq(timeline);
    this.#set({ history: "loading" });
    try {
      const page = await this.#ports.api.messages(this.id, {
        before,
        limit,
        include: "changes",
        signal: this.#closed.signal,
      });
      // The timeline may have been replaced meanwhile; then the page doesn't fit.
      this.change((now) =>
        firstSeq(now) === before ? prependHistory(now, page.items, reachesStart(page), page.changes) : now,
      );
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
      const answer = await this.#ports.api.events(this.id, options);
      this.#knownHead = answer.head;
      if (answer.head - applied > mostReplayed) await this.#start();
      else this.#take(answer);
      more = answer.more;
    }
  }

  async #start(): Promise<void> {
    const { api } = this.#ports;
    const { signal } = this.#closed;
    // The head is read first, so that changes in between are among the events after it.
    const head = this.#knownHead ?? (await api.room(this.id, signal)).head;
    const page = await api.messages(this.id, { limit: pageSize, include: "changes", signal });
    const timeline = receive(openTimeline(head, page.items, reachesStart(page), page.changes), this.#waiting);
    this.#waiting = [];
    this.#set({ phase: "ready", error: null, timeline, history: "idle" });
  }

  #take(answer: EventsAnswer): void {
    this.change((timeline) => catchUp(timeline, answer));
    this.#set({ phase: "ready", error: null });
    if (answer.events.length > 0) this.#heard(answer.events);
  }

  #heard(events: readonly RoomEvent[]): void {
    this.members.heard(events);
    this.#ports.onEvents(events);
  }

  #fillHolesSoon(): void {
    const { timeline } = this.#state.value;
    // Most reordered live messages come within milliseconds, and the clients of a room shouldn't ask at the same time.
    if (timeline && isBehind(timeline)) this.#refresher.soon(100 + this.#ports.random() * 200);
  }

  #fail(error: ApiError, change: Partial<RoomState>): void {
    this.#set({ ...change, error, ...(isGone(error) && { phase: "gone" }) });
  }

  #set(change: Partial<RoomState>): void {
    const state = this.#state.value;
    const next = { ...state, ...change };
    const same = (Object.keys(next) as (keyof RoomState)[]).every((key) => Object.is(next[key], state[key]));
    if (same) return;
    this.#state.set(next);
    if (next.phase === "ready" && state.phase !== "ready") void this.members.refresh();
  }
}

const isGone = ({ status }: ApiError) => status === 404 || status === 403;

const firstSeq = (timeline: Timeline) => timeline.messages[0]?.seq ?? timeline.applied + 1;

/** A short page is the last one. A full page may be the last one, too; then the next one is empty. */
const reachesStart = ({ items, cursor }: Page<unknown>) =>
  items.length === 0 || (items.length < pageSize && (cursor ?? null) === null);
