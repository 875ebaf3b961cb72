import type { Api } from "../api/api.ts";
import { setUploaded } from "../attachments/put.ts";
import type { Random } from "../backoff.ts";
import { Cell, type Readable } from "../cell.ts";
import type { Clock } from "../clock.ts";
import type { ApiError } from "../http/apiError.ts";
import { isMentioned } from "../mentions.ts";
import { Refresher } from "../refresher.ts";
import type { Message, Room, RoomEvent, RoomPreferences, RoomSummary } from "../wire.ts";
import {
  findRoom,
  mergeAnswer,
  type RoomList,
  withEvents,
  withOwn,
  withoutRoom,
  withRead,
  withRoom,
} from "./roomList.ts";

/** The state of the room list. */
export interface RoomListState {
  readonly phase: "loading" | "ready" | "failed";
  /** Why the list could not be loaded. */
  readonly error: ApiError | null;
  /** The user's rooms, most recently active first. */
  readonly rooms: RoomList;
}

/** @internal */
export interface JoinedRoomsPorts {
  readonly api: Api;
  readonly me: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly onJoined: (roomId: string) => void;
  readonly onLeft: (roomId: string) => void;
}

/** The user's rooms with last messages and unread counts, and the operations that create, join and leave rooms. */
export class JoinedRooms {
  readonly #state = new Cell<RoomListState>({ phase: "loading", error: null, rooms: [] });
  readonly #ports: JoinedRoomsPorts;
  readonly #refresher: Refresher;
  /** Read positions set here, which may be newer than an answer. */
  readonly #read = new Map<string, number>();

  /** @internal */
  constructor(ports: JoinedRoomsPorts) {
    this.#ports = ports;
    const { api, clock, random } = ports;
    const load = async () => {
      const answer = await api.rooms();
      this.#setRooms((rooms) => mergeAnswer(rooms, answer));
    };
    this.#refresher = new Refresher(load, clock, random, (error) =>
      this.#state.update((state) => (state.phase === "ready" ? state : { ...state, phase: "failed", error })),
    );
  }

  /** The room list. */
  get state(): Readable<RoomListState> {
    return this.#state;
  }

  /** The room, if the user is a member. */
  find(roomId: string): RoomSummary | undefined {
    return findRoom(this.#state.value.rooms, roomId);
  }

  /** Loads the list again. Resolves at the end, also after a failure. */
  refresh(): Promise<void> {
    return this.#refresher.run();
  }

  /** Creates a room whose owner is the user, and adds the users with the given ids. @throws ApiError */
  async create(
    name: string,
    { kind = "private", members = [] }: { kind?: "private" | "public"; members?: readonly string[] } = {},
  ): Promise<Room> {
    return this.#joined(await this.#ports.api.createRoom(name, kind, members));
  }

  /** Joins a public room. @throws ApiError */
  async join(roomId: string): Promise<Room> {
    return this.#joined(await this.#ports.api.joinRoom(roomId));
  }

  /** Accepts an invitation. @throws ApiError */
  async acceptInvitation(code: string): Promise<Room> {
    return this.#joined(await this.#ports.api.acceptInvitation(code));
  }

  /**
   * Returns the direct room with another user, and creates it if there is none. Shows it if the user has hidden it. With the user's own id, the
   * room is for notes.
   * @throws ApiError
   */
  async direct(userId: string): Promise<Room> {
    const room = await this.#ports.api.directRoom(userId);
    return this.find(room.id) ? this.#joined(room) : this.show(room.id);
  }

  /** Hides a direct room until its next message. @throws ApiError */
  async hide(roomId: string): Promise<void> {
    await this.#ports.api.hideRoom(roomId);
    this.remove(roomId);
    // A message may have arrived before the answer.
    void this.refresh();
  }

  /** Shows a hidden direct room again. @throws ApiError */
  async show(roomId: string): Promise<Room> {
    return this.#joined(await this.#ports.api.showRoom(roomId));
  }

  /** Renames a room, or sets its topic or the role of its new members. @throws ApiError */
  async update(roomId: string, changes: Partial<Pick<Room, "name" | "topic" | "defaultRole">>): Promise<Room> {
    const room = await this.#ports.api.updateRoom(roomId, changes);
    this.#change((rooms) => withRoom(rooms, room));
    return room;
  }

  /** Sets the picture of a room: a JPEG, PNG, WebP or GIF; null removes it. @throws ApiError */
  async setPicture(roomId: string, picture: Blob | null): Promise<Room> {
    const { api, clock } = this.#ports;
    const room = picture
      ? await setUploaded(clock, await api.createRoomPictureUpload(roomId, picture), picture, (token) =>
          api.setRoomPicture(roomId, token),
        )
      : await api.removeRoomPicture(roomId);
    this.#change((rooms) => withRoom(rooms, room));
    return room;
  }

  /** Sets about which messages of a room to notify the user, and whether it is a favourite. @throws ApiError */
  async setPreferences(roomId: string, preferences: RoomPreferences): Promise<void> {
    const own = await this.#ports.api.setPreferences(roomId, preferences);
    this.#change((rooms) => withOwn(rooms, roomId, own));
  }

  /** Leaves a room. @throws ApiError */
  async leave(roomId: string): Promise<void> {
    await this.#ports.api.removeMember(roomId, this.#ports.me);
    this.#left(roomId);
  }

  /** Deletes a room and its messages for everyone. @throws ApiError */
  async delete(roomId: string): Promise<void> {
    await this.#ports.api.deleteRoom(roomId);
    this.#left(roomId);
  }

  /** @internal */
  refreshSoon(): void {
    this.#refresher.soon(1_000);
  }

  /** @internal */
  stop(): void {
    this.#refresher.stop();
  }

  /** @internal */
  heard(roomId: string, events: readonly RoomEvent[]): void {
    const { list, unsure } = withEvents(this.#state.value.rooms, roomId, events, this.#ports.me);
    this.#change(() => list);
    if (unsure) this.refreshSoon();
  }

  /** @internal */
  remove(roomId: string): void {
    this.#change((rooms) => withoutRoom(rooms, roomId));
  }

  /**
   * The user has read up to `seq`, here or on another device.
   * @internal
   */
  markRead(roomId: string, seq: number): void {
    this.#read.set(roomId, Math.max(seq, this.#read.get(roomId) ?? 0));
    this.#change((rooms) => rooms);
    if ((this.find(roomId)?.unreadCount ?? 0) > 0) this.refreshSoon();
  }

  /**
   * The user has marked the room as unread after `seq`, here, with these messages, or on another device.
   * @internal
   */
  markUnread(roomId: string, seq: number, messages?: readonly Message[]): void {
    this.#read.set(roomId, seq);
    if (messages) {
      const mentionCount = messages.filter((message) => isMentioned(message, this.#ports.me)).length;
      this.#change((rooms) => withOwn(rooms, roomId, { unreadCount: messages.length, mentionCount }));
    } else this.refreshSoon();
  }

  #joined(room: Room): Room {
    this.#change((rooms) => withRoom(rooms, room));
    this.#ports.onJoined(room.id);
    return room;
  }

  #left(roomId: string): void {
    this.remove(roomId);
    this.#ports.onLeft(roomId);
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
