import { type Api, createApi } from "./api/api.ts";
import { setUploaded } from "./attachments/put.ts";
import { type UploadedFile, Uploads } from "./attachments/uploads.ts";
import type { Random } from "./backoff.ts";
import type { Readable } from "./cell.ts";
import type { Clock } from "./clock.ts";
import { Draft } from "./draft.ts";
import { isMessage } from "./events.ts";
import type { KeyValueStore } from "./keyValueStore.ts";
import { type Broadcasts, listen } from "./live/broadcasts.ts";
import { type Connection, ConnectionWatch, isDown } from "./live/connection.ts";
import type { HubFactory } from "./live/hub.ts";
import { LiveConnection } from "./live/liveConnection.ts";
import { Outbox } from "./outbox/outbox.ts";
import { type OutboxEntry, OutboxStore } from "./outbox/outboxEntry.ts";
import { Blocks } from "./people/blocks.ts";
import { Notifications } from "./people/notifications.ts";
import { Presence } from "./people/presence.ts";
import { Typing } from "./people/typing.ts";
import { UserNames } from "./people/userNames.ts";
import { JoinedRooms } from "./rooms/joinedRooms.ts";
import { MessageActions } from "./rooms/messageActions.ts";
import type { OpenRoom } from "./rooms/openRoom.ts";
import { OpenRooms } from "./rooms/openRooms.ts";
import { ReadMarkers } from "./rooms/readMarkers.ts";
import type { Session } from "./session/session.ts";
import type { Timeline } from "./timeline/timeline.ts";
import { onReturn, Upkeep } from "./upkeep.ts";
import type { Limits, Message, RoomEvent, User } from "./wire.ts";

/** @internal What a chat depends on. */
export interface ChatPorts {
  /** Origin (and path) before `/api`; "" for the page's own. */
  readonly base: string;
  readonly session: Session;
  readonly store: KeyValueStore;
  readonly hub: HubFactory;
  readonly clock: Clock;
  readonly random: Random;
  /** Whether this device has a network, as far as it knows. */
  readonly hasNetwork: () => boolean;
  /** A new clientMessageId. */
  readonly newId: () => string;
}

/** The chat of one user, kept up to date until it is stopped. */
export class Chat {
  /** The user's id. */
  readonly me: string;
  /** Every operation of the API. */
  readonly api: Api;
  /** The user's rooms. */
  readonly rooms: JoinedRooms;
  /** @internal */
  readonly openRooms: OpenRooms;
  /** The user's messages that are not stored by the server yet. */
  readonly outbox: Outbox;
  /** Changes messages. */
  readonly messages: MessageActions;
  /** Who is typing. */
  readonly typing: Typing;
  /** Who is online. */
  readonly presence: Presence;
  /** Notifications from back ends. */
  readonly notifications: Notifications;
  /** The users whom the user has blocked. */
  readonly blocks: Blocks;
  /** The names of users whom messages mention, and the pictures of members. */
  readonly names: UserNames;
  readonly #ports: ChatPorts;
  readonly #uploads = new Map<string, Uploads>();
  #limits: Promise<Limits> | null = null;
  readonly #watch: ConnectionWatch;
  readonly #readMarkers: ReadMarkers;
  readonly #upkeep: Upkeep;
  #stopWatching = () => {};
  #active: OpenRoom | null = null;

  /**
   * @internal
   * @param ports `session` must be signed in.
   */
  constructor(ports: ChatPorts) {
    const { session, clock, random } = ports;
    const me = session.state.value.user?.id ?? "";
    this.#watch = new ConnectionWatch(ports.hasNetwork);
    const api = createApi(this.#watch.watch(session.authorised));
    this.me = me;
    this.api = api;
    this.rooms = new JoinedRooms({
      api,
      me,
      clock,
      random,
      onJoined: (roomId) => this.openRooms.get(roomId)?.refresh(),
      onLeft: (roomId) => this.#left(roomId),
    });
    this.openRooms = new OpenRooms({
      api,
      clock,
      random,
      knownHead: (roomId) => this.rooms.find(roomId)?.head,
      onEvents: (roomId, events) => this.#heard(roomId, events),
      onMembers: (members) => this.names.learn(members.map(({ user }) => user)),
      onChange: (room) => {
        this.#settle(room);
        this.#agree(room);
      },
    });
    this.#ports = ports;
    const store = new OutboxStore(ports.store, me);
    this.outbox = new Outbox({
      api,
      clock,
      random,
      store,
      newId: ports.newId,
      onSent: (message) => this.#sent(message),
    });
    this.messages = new MessageActions(api, me, this.openRooms);
    this.typing = new Typing(api, me, clock);
    this.presence = new Presence(api, clock, random);
    this.notifications = new Notifications(api, clock, random);
    this.blocks = new Blocks(api, clock, random);
    this.names = new UserNames(api);
    this.#readMarkers = new ReadMarkers(api, clock, random);
    const url = `${ports.base}/api/users/${encodeURIComponent(me)}`;
    const register = (hub: Parameters<typeof listen>[0]) => listen(hub, this.#broadcasts);
    const live = new LiveConnection({ url, session, hub: ports.hub, clock, random, register });
    live.state.subscribe(() => {
      this.#watch.heardLive(live.state.value);
      if (live.state.value.phase === "live") this.#retryNow();
    });
    this.connection.subscribe(() => {
      if (isDown(this.connection.value)) this.presence.forget();
      else if (this.presence.online.value === null) void this.presence.refresh();
    });
    const { rooms, openRooms, presence, notifications, blocks } = this;
    this.#upkeep = new Upkeep({ live, rooms, openRooms, presence, notifications, blocks, clock, random });
  }

  /** The state of the connection to the server. */
  get connection(): Readable<Connection> {
    return this.#watch.state;
  }

  /** @internal */
  start(): void {
    this.#stopWatching = onReturn(() => this.wake());
    this.#upkeep.start();
    this.outbox.start();
  }

  /** Ends the live connection and all work. Unsent messages stay in the store. */
  stop(): void {
    this.#stopWatching();
    this.#upkeep.stop();
    this.openRooms.closeAll();
    const { rooms, outbox, typing, presence, notifications, blocks } = this;
    for (const part of [
      rooms,
      outbox,
      typing,
      presence,
      notifications,
      blocks,
      this.#readMarkers,
      ...this.#uploads.values(),
    ])
      part.stop();
  }

  /**
   * Opens a room and makes it the active one, which is kept up to date also while there is no live connection.
   * The seven rooms opened last are kept up to date by live messages.
   */
  openRoom(roomId: string): OpenRoom {
    const room = this.openRooms.open(roomId);
    this.#active = room;
    this.#upkeep.view(room);
    return room;
  }

  /** Makes no room the active one. */
  clearActiveRoom(): void {
    this.#active = null;
    this.#upkeep.view(null);
    this.#readMarkers.release();
  }

  /** Reconnects and catches up immediately: the page is visible again, the network is back, or the user asks. */
  wake(): void {
    this.#retryNow();
    this.#upkeep.wake();
  }

  /**
   * Sends a message through the outbox: it is stored once, even if the connection breaks or the page is closed.
   * @param files Uploaded files; with them, the text can be empty.
   */
  send(roomId: string, text: string, replyTo?: number, files?: readonly UploadedFile[]): void {
    this.outbox.add(roomId, text, replyTo, files);
    this.typing.finished(roomId);
  }

  /** Returns the unsent text of a room, or the seq of the message that it replies to, kept in the store. */
  draft(roomId: string, part: "text" | "reply" = "text"): Draft {
    return new Draft(this.#ports.store, `draft/${this.me}/${roomId}${part === "reply" ? "/reply" : ""}`);
  }

  /** The files of the room's next message, kept in the store once they are uploaded. */
  uploads(roomId: string): Uploads {
    const prefix = `files/${this.me}/${roomId}/`;
    const uploads = this.#uploads.get(roomId) ?? new Uploads({ ...this.#ports, api: this.api, roomId, prefix });
    this.#uploads.set(roomId, uploads);
    return uploads;
  }

  /** Returns the limits of the server, which are requested once. @throws ApiError */
  readonly limits = async (): Promise<Limits> => {
    this.#limits ??= this.api.limits();
    try {
      return await this.#limits;
    } catch (error) {
      this.#limits = null;
      throw error;
    }
  };

  /** Sets the user's picture: a JPEG, PNG, WebP or GIF; null removes the one that the user has uploaded. @throws ApiError */
  async setPicture(picture: Blob | null): Promise<User> {
    const { api } = this;
    const user = picture
      ? await setUploaded(this.#ports.clock, await api.createPictureUpload(picture), picture, api.setPicture)
      : await api.removePicture();
    this.names.learn([user]);
    return user;
  }

  /** Marks the room as read up to `seq`. */
  markRead(roomId: string, seq: number): void {
    if (this.#readMarkers.mark(roomId, seq)) this.rooms.markRead(roomId, seq);
  }

  /** Marks the room as unread from a message on, until it is active again. */
  markUnread({ roomId, seq }: Message): void {
    const messages = this.openRooms.get(roomId)?.messages.value ?? [];
    this.#readMarkers.moveBack(roomId, seq - 1);
    this.rooms.markUnread(
      roomId,
      seq - 1,
      messages.filter((one) => one.seq >= seq && !one.deleted),
    );
  }

  /** Retries what failed without a connection. */
  #retryNow(): void {
    this.outbox.retryNow();
    this.#readMarkers.retryNow();
  }

  readonly #broadcasts: Broadcasts = {
    roomEvents: (roomId, events) => {
      const open = this.openRooms.get(roomId);
      if (open) open.receive(events);
      else this.#heard(roomId, events);
    },
    roomsChanged: ({ roomId, change }) => {
      if (change === "removed") this.rooms.remove(roomId);
      void this.rooms.refresh();
      void this.openRooms.get(roomId)?.resume();
    },
    read: ({ roomId, userId, seq, unread }) => {
      this.openRooms.get(roomId)?.members.heardRead(userId, seq);
      if (userId !== this.me) return;
      if (unread) this.rooms.markUnread(roomId, seq);
      else this.rooms.markRead(roomId, seq);
    },
    typing: (signal) => this.typing.heard(signal),
    presence: ({ userId, online }) => this.presence.heard(userId, online),
    notification: (notification) => this.notifications.heard(notification),
  };

  #heard(roomId: string, events: readonly RoomEvent[]): void {
    this.rooms.heard(roomId, events);
    const messages = events.filter(isMessage);
    for (const { sender } of messages) this.typing.stopped(roomId, sender.id);
    const own = new Set(
      messages.filter(({ sender }) => sender.id === this.me).map((message) => message.clientMessageId),
    );
    if (!this.openRooms.get(roomId)) this.outbox.settle(roomId, (entry) => own.has(entry.clientMessageId));
  }

  #sent(message: Message): boolean {
    const open = this.openRooms.get(message.roomId);
    if (open) open.receive([message]);
    else this.#heard(message.roomId, [message]);
    return open !== undefined;
  }

  #left(roomId: string): void {
    if (this.#active?.id === roomId) this.clearActiveRoom();
    this.openRooms.close(roomId);
  }

  /** Updates the room list if the open room shows that the user has joined or left. */
  #agree({ id, state }: OpenRoom): void {
    const isListed = this.rooms.find(id) !== undefined;
    const { phase } = state.value;
    if (phase === "gone" && isListed) this.rooms.remove(id);
    if (phase === "ready" && !isListed && this.rooms.state.value.phase === "ready") this.rooms.refreshSoon();
  }

  #settle({ id, state }: OpenRoom): void {
    const { timeline } = state.value;
    if (!timeline || !this.outbox.entries.value.some((entry) => entry.roomId === id)) return;
    const own = new Set(
      timeline.messages.filter(({ sender }) => sender.id === this.me).map((one) => one.clientMessageId),
    );
    this.outbox.settle(id, (entry) => own.has(entry.clientMessageId) || passed(timeline, entry));
  }
}

/** The timeline has reached the seq of the entry, so it shows the message. */
const passed = (timeline: Timeline, entry: OutboxEntry) => entry.seq !== undefined && entry.seq <= timeline.applied;
