import type { Random } from "./backoff.ts";
import { type Clock, every } from "./clock.ts";
import type { LiveConnection } from "./live/liveConnection.ts";
import type { Blocks } from "./people/blocks.ts";
import type { Notifications } from "./people/notifications.ts";
import type { Presence } from "./people/presence.ts";
import type { JoinedRooms } from "./rooms/joinedRooms.ts";
import type { OpenRoom } from "./rooms/openRoom.ts";
import type { OpenRooms } from "./rooms/openRooms.ts";
import { longPoll } from "./timeline/longPoll.ts";

export interface UpkeepPorts {
  readonly live: LiveConnection;
  readonly rooms: JoinedRooms;
  readonly openRooms: OpenRooms;
  readonly presence: Presence;
  readonly notifications: Notifications;
  readonly blocks: Blocks;
  readonly clock: Clock;
  readonly random: Random;
}

/** The time between heartbeats, which also find lost live messages. */
const beat = 25_000;
/** The number of heartbeats between requests for who is online, and for the room list. */
const presenceEvery = 4;
const roomsEvery = 12;
/** If a heartbeat is this late, the machine slept, and the live connection is probably dead. */
const slept = 120_000;
/** The minimum time between two refreshes, for users who switch between tabs. */
const restless = 10_000;
/** Groups are joined shortly after connecting; live messages until then are missed. */
const joinGrace = 3_000;
/** The time without live connection after which long polling starts. */
const patience = 3_000;
/** The time between requests for the room list while there is no live connection. */
const listPoll = 15_000;

/** Keeps everything up to date: heartbeats, catching up after connecting and after sleep, long polling. */
export class Upkeep {
  readonly #ports: UpkeepPorts;
  #inView: OpenRoom | null = null;
  #beats = 0;
  #lastBeat = 0;
  #refreshedAt = 0;
  #polled: OpenRoom | null = null;
  #stopPoll = () => {};
  #cancelGrace = () => {};
  #stops: (() => void)[] = [];

  constructor(ports: UpkeepPorts) {
    this.#ports = ports;
  }

  start(): void {
    const { live, rooms, clock } = this.#ports;
    this.#lastBeat = clock.now();
    this.#stops = [
      live.state.subscribe(() => this.#liveChanged()),
      every(clock, beat, () => this.#beat()),
      every(clock, listPoll, () => this.#isLive || void rooms.refresh()),
    ];
    live.start();
    this.#refreshAll();
    void this.#heartbeat();
  }

  stop(): void {
    for (const stop of this.#stops) stop();
    this.#stopPoll();
    this.#cancelGrace();
    this.#ports.live.stop();
  }

  /** Sets the active room. */
  view(room: OpenRoom | null): void {
    this.#inView = room;
    this.#follow();
  }

  /** Reconnects and refreshes everything now, unless that was just done. */
  wake(): void {
    const { live, clock } = this.#ports;
    if (clock.now() - this.#lastBeat > slept) live.reconnect();
    else live.retryNow();
    if (!this.#isLive || clock.now() - this.#refreshedAt > restless) this.#refreshAll();
  }

  get #isLive(): boolean {
    return this.#ports.live.state.value.phase === "live";
  }

  #liveChanged(): void {
    this.#follow();
    if (!this.#isLive) return;
    this.#refreshAll();
    this.#cancelGrace();
    this.#cancelGrace = this.#ports.clock.after(joinGrace, () => this.#catchUpInView());
  }

  /** Follows the active room by long polling while there is no live connection. */
  #follow(): void {
    const room = this.#isLive ? null : this.#inView;
    if (room === this.#polled) return;
    this.#stopPoll();
    this.#polled = room;
    if (!room) return;
    const { clock, random } = this.#ports;
    let stop = clock.after(patience, () => {
      stop = longPoll(room, clock, random);
    });
    this.#stopPoll = () => stop();
  }

  #beat(): void {
    const { live, presence, clock } = this.#ports;
    const late = clock.now() - this.#lastBeat - beat > slept;
    this.#lastBeat = clock.now();
    void this.#heartbeat();
    this.#beats++;
    if (late) live.reconnect();
    if (late || this.#beats % roomsEvery === 0) this.#refreshAll();
    else if (this.#beats % presenceEvery === 0) void presence.refresh();
  }

  /** Sends the heartbeat, and loads events whose live messages were lost. */
  async #heartbeat(): Promise<void> {
    const { presence, rooms, openRooms } = this.#ports;
    const asked = openRooms.ids;
    const before = new Map(
      [...asked, ...rooms.state.value.rooms.map(({ id }) => id)].map((id) => [id, this.#lastSeq(id)]),
    );
    const heads = await presence.renew(asked);
    if (!heads) return;
    for (const roomId of new Set([...asked, ...Object.keys(heads)])) {
      const held = this.#lastSeq(roomId);
      // A room that changed meanwhile would have shown a gap.
      if (held !== before.get(roomId) || (held ?? -1) >= (heads[roomId] ?? Number.POSITIVE_INFINITY)) continue;
      const open = openRooms.get(roomId);
      if (open && isGone(open) && !(roomId in heads)) continue;
      if (open) void open.resume();
      else rooms.refreshSoon();
    }
  }

  #lastSeq(roomId: string): number | undefined {
    const open = this.#ports.openRooms.get(roomId);
    return open ? open.state.value.timeline?.applied : this.#ports.rooms.find(roomId)?.head;
  }

  #refreshAll(): void {
    const { rooms, presence, notifications, blocks, clock } = this.#ports;
    this.#refreshedAt = clock.now();
    void rooms.refresh().then(() => this.#reopenInView());
    void presence.refresh();
    void notifications.refresh();
    void blocks.refresh();
    if (this.#inView && !isGone(this.#inView)) this.#inView.refresh();
  }

  #catchUpInView(): void {
    if (this.#inView && !isGone(this.#inView)) void this.#inView.resume();
  }

  /** Loads a room that was gone if the list has it again. */
  #reopenInView(): void {
    const { rooms } = this.#ports;
    const room = this.#inView;
    if (room && isGone(room) && rooms.find(room.id)) room.refresh();
  }
}

const isGone = ({ state }: OpenRoom) => state.value.phase === "gone";

/** Calls back when the page becomes visible again or the network is back, until the returned function is called. */
export function onReturn(listener: () => void): () => void {
  if (typeof document === "undefined") return () => {};
  const heard = () => {
    if (document.visibilityState === "visible") listener();
  };
  addEventListener("online", heard);
  document.addEventListener("visibilitychange", heard);
  return () => {
    removeEventListener("online", heard);
    document.removeEventListener("visibilitychange", heard);
  };
}
