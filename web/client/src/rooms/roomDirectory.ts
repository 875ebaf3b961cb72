import type { Api } from "../api/api";
import type { Random } from "../backoff";
import { Cell, type Readable } from "../cell";
import type { Clock } from "../clock";
import type { ApiError } from "../http/apiError";
import { Refresher } from "../refresher";
import type { Room, RoomEvent } from "../wire";
import {
  findRoom,
  mergeAnswer,
  type RoomList,
  withEvents,
  withoutRoom,
  withRead,
  withRoom,
  withUnread,
} from "./roomList";

export interface DirectoryState {
  readonly phase: "loading" | "ready" | "failed";
  readonly error: ApiError | null;
  readonly rooms: RoomList;
}

/** Keeps the list of the user's rooms: by what is heard, and by asking when that may not be all. */
export class RoomDirectory {
  readonly #state = new Cell<DirectoryState>({ phase: "loading", error: null, rooms: [] });
  readonly #refresher: Refresher;
  readonly #me: string;
  /** How far the user has read, where this page knows: an answer may have been on its way before the marker. */
  readonly #read = new Map<string, number>();

  constructor(api: Api, me: string, clock: Clock, random: Random) {
    this.#me = me;
    const load = async () => {
      const answer = await api.rooms();
      this.#setRooms((rooms) => mergeAnswer(rooms, answer));
    };
    this.#refresher = new Refresher(load, clock, random, (error) =>
      this.#state.update((state) => (state.phase === "ready" ? state : { ...state, phase: "failed", error })),
    );
  }

  get state(): Readable<DirectoryState> {
    return this.#state;
  }

  find(roomId: string) {
    return findRoom(this.#state.value.rooms, roomId);
  }

  refresh(): Promise<void> {
    return this.#refresher.run();
  }

  refreshSoon(): void {
    this.#refresher.soon(1_000);
  }

  stop(): void {
    this.#refresher.stop();
  }

  heard(roomId: string, events: readonly RoomEvent[]): void {
    const { list, unsure } = withEvents(this.#state.value.rooms, roomId, events, this.#me);
    this.#change(() => list);
    if (unsure) this.refreshSoon();
  }

  add(room: Room): void {
    this.#change((rooms) => withRoom(rooms, room));
  }

  remove(roomId: string): void {
    this.#change((rooms) => withoutRoom(rooms, roomId));
  }

  /** The user has read up to `seq`, here or on another device. */
  markRead(roomId: string, seq: number): void {
    this.#read.set(roomId, Math.max(seq, this.#read.get(roomId) ?? 0));
    this.#change((rooms) => rooms);
    if ((this.find(roomId)?.unreadCount ?? 0) > 0) this.refreshSoon();
  }

  /** The user has moved the marker back to `seq`, here or on another device: so many messages are unread, as far as this page knows. */
  markUnread(roomId: string, seq: number, count?: number): void {
    this.#read.set(roomId, seq);
    if (count === undefined) this.refreshSoon();
    else this.#change((rooms) => withUnread(rooms, roomId, count));
  }

  #setRooms(change: (rooms: RoomList) => RoomList): void {
    this.#change(change);
    this.#state.update((state) => (state.phase === "ready" ? state : { ...state, phase: "ready", error: null }));
  }

  #change(change: (rooms: RoomList) => RoomList): void {
    this.#state.update((state) => {
      let rooms = change(state.rooms);
      for (const [roomId, seq] of this.#read) rooms = withRead(rooms, roomId, seq);
      return rooms === state.rooms ? state : { ...state, rooms };
    });
  }
}
