import { type Api, createApi } from "./api/api";
import type { Random } from "./backoff";
import type { Readable } from "./cell";
import type { Clock } from "./clock";
import { isMessage } from "./events";
import type { KeyValueStore } from "./keyValueStore";
import { type Broadcasts, listen } from "./live/broadcasts";
import { type Connection, ConnectionWatch, isDown } from "./live/connection";
import type { HubFactory } from "./live/hub";
import { LiveConnection } from "./live/liveConnection";
import { Outbox } from "./outbox/outbox";
import { type OutboxEntry, OutboxStore } from "./outbox/outboxEntry";
import { Notifications } from "./people/notifications";
import { Presence } from "./people/presence";
import { Typing } from "./people/typing";
import { MessageActions } from "./rooms/messageActions";
import { type OpenRoom, OpenRooms } from "./rooms/openRooms";
import { ReadMarkers } from "./rooms/readMarkers";
import { RoomDirectory } from "./rooms/roomDirectory";
import type { SessionKeeper } from "./session/session";
import type { Timeline } from "./timeline/timeline";
import { Upkeep } from "./upkeep";
import type { Message, RoomEvent } from "./wire";

/** What the engine needs of the world. */
export interface ChatPorts {
  /** Origin (and path) before `/api`; "" for the page's own. */
  readonly base: string;
  readonly session: SessionKeeper;
  readonly store: KeyValueStore;
  readonly hub: HubFactory;
  readonly clock: Clock;
  readonly random: Random;
  /** Whether this device has a network, as far as it knows. */
  readonly hasNetwork: () => boolean;
  /** A new clientMessageId. */
  readonly newId: () => string;
}

/** One signed-in user's chat: everything the page shows, kept up to date from `start` to `stop`. */
export class Chat {
  readonly me: string;
  readonly api: Api;
  readonly rooms: RoomDirectory;
  readonly openRooms: OpenRooms;
  readonly outbox: Outbox;
  readonly actions: MessageActions;
  readonly typing: Typing;
  readonly presence: Presence;
  readonly notifications: Notifications;
  readonly #watch: ConnectionWatch;
  readonly #readMarkers: ReadMarkers;
  readonly #upkeep: Upkeep;

  /** @param ports `session` must be signed in. */
  constructor(ports: ChatPorts) {
    const { session, clock, random } = ports;
    const me = session.state.value.user?.id ?? "";
    this.#watch = new ConnectionWatch(ports.hasNetwork);
    const api = createApi(this.#watch.watch(session.authorised));
    this.me = me;
    this.api = api;
    this.rooms = new RoomDirectory(api, me, clock, random);
    this.openRooms = new OpenRooms({
      api,
      clock,
      random,
      knownHead: (roomId) => this.rooms.find(roomId)?.head,
      onEvents: (roomId, events) => this.#heard(roomId, events),
      onChange: (room) => {
        this.#settle(room);
        this.#agree(room);
      },
    });
    const store = new OutboxStore(ports.store, me);
    this.outbox = new Outbox({
      api,
      clock,
      random,
      store,
      newId: ports.newId,
      onSent: (message) => this.#sent(message),
    });
    this.actions = new MessageActions(api, me);
    this.typing = new Typing(api, me, clock);
    this.presence = new Presence(api, clock, random);
    this.notifications = new Notifications(api, clock, random);
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
    const { rooms, openRooms, presence, notifications } = this;
    this.#upkeep = new Upkeep({ live, rooms, openRooms, presence, notifications, clock, random });
  }

  get connection(): Readable<Connection> {
    return this.#watch.state;
  }

  start(): void {
    this.#upkeep.start();
    this.outbox.start();
  }

  stop(): void {
    this.#upkeep.stop();
    this.openRooms.closeAll();
    for (const part of [this.rooms, this.outbox, this.typing, this.presence, this.notifications, this.#readMarkers]) {
      part.stop();
    }
  }

  /** The room that the user looks at now: the one that is followed closely. */
  view(roomId: string): OpenRoom {
    const room = this.openRooms.open(roomId);
    this.#upkeep.view(room);
    return room;
  }

  viewNothing(): void {
    this.#upkeep.view(null);
    this.#readMarkers.release();
  }

  /** Looks after everything now: the page is visible again, the network is back, or the user asks. */
  wake(): void {
    this.#retryNow();
    this.#upkeep.wake();
  }

  send(roomId: string, text: string, replyTo?: number): void {
    this.outbox.add(roomId, text, replyTo);
    this.typing.finished(roomId);
  }

  /** The user has seen the room up to `seq`. */
  markRead(roomId: string, seq: number): void {
    if (this.#readMarkers.mark(roomId, seq)) this.rooms.markRead(roomId, seq);
  }

  /** The room is unread from a message of it on, until the user leaves it and returns. */
  markUnread({ roomId, seq }: Message): void {
    const messages = this.openRooms.get(roomId)?.sync.state.value.timeline?.messages ?? [];
    this.#readMarkers.moveBack(roomId, seq - 1);
    this.rooms.markUnread(roomId, seq - 1, messages.filter((one) => one.seq >= seq && !one.deleted).length);
  }

  /** Sends what waits for the network. */
  #retryNow(): void {
    this.outbox.retryNow();
    this.#readMarkers.retryNow();
  }

  readonly #broadcasts: Broadcasts = {
    roomEvents: (roomId, events) => {
      const open = this.openRooms.get(roomId);
      if (open) open.sync.receive(events);
      else this.#heard(roomId, events);
    },
    roomsChanged: ({ roomId, change }) => {
      if (change === "removed") this.rooms.remove(roomId);
      void this.rooms.refresh();
      void this.openRooms.get(roomId)?.sync.resume();
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
    if (open) open.sync.receive([message]);
    else this.#heard(message.roomId, [message]);
    return open !== undefined;
  }

  /** The timeline may know sooner than the list that the user is in the room, or isn't any more. */
  #agree({ sync }: OpenRoom): void {
    const isListed = this.rooms.find(sync.roomId) !== undefined;
    const { phase } = sync.state.value;
    if (phase === "gone" && isListed) this.rooms.remove(sync.roomId);
    if (phase === "ready" && !isListed && this.rooms.state.value.phase === "ready") this.rooms.refreshSoon();
  }

  #settle({ sync }: OpenRoom): void {
    const { timeline } = sync.state.value;
    if (!timeline || !this.outbox.entries.value.some((entry) => entry.roomId === sync.roomId)) return;
    const own = new Set(
      timeline.messages.filter(({ sender }) => sender.id === this.me).map((one) => one.clientMessageId),
    );
    this.outbox.settle(sync.roomId, (entry) => own.has(entry.clientMessageId) || passed(timeline, entry));
  }
}

/** The timeline has come past the entry's place: its message is there, or so far up in history that it isn't held. */
const passed = (timeline: Timeline, entry: OutboxEntry) => entry.seq !== undefined && entry.seq <= timeline.applied;
