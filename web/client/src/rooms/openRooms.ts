import type { Api } from "../api/api";
import type { Random } from "../backoff";
import type { Clock } from "../clock";
import { RoomSync } from "../timeline/roomSync";
import type { RoomEvent } from "../wire";
import { RoomMembers } from "./members";

export interface OpenRoom {
  readonly sync: RoomSync;
  readonly members: RoomMembers;
}

export interface OpenRoomsPorts {
  readonly api: Api;
  readonly clock: Clock;
  readonly random: Random;
  /** A head that the room is known to have reached, if the list tells. */
  readonly knownHead: (roomId: string) => number | undefined;
  readonly onEvents: (roomId: string, events: readonly RoomEvent[]) => void;
  readonly onChange: (room: OpenRoom) => void;
}

/** So many rooms stay open behind the one being looked at, so that going back to one shows it at once. */
const mostOpen = 6;

/** The rooms that were looked at lately, the latest last. */
export class OpenRooms {
  readonly #ports: OpenRoomsPorts;
  readonly #rooms = new Map<string, OpenRoom>();

  constructor(ports: OpenRoomsPorts) {
    this.#ports = ports;
  }

  /** The ids of the open rooms, the one looked at last first. */
  get ids(): string[] {
    return [...this.#rooms.keys()].reverse();
  }

  get(roomId: string): OpenRoom | undefined {
    return this.#rooms.get(roomId);
  }

  /** Opens the room, or brings one that is open already up to date. */
  open(roomId: string): OpenRoom {
    const room = this.#rooms.get(roomId) ?? this.#make(roomId);
    this.#rooms.delete(roomId);
    this.#rooms.set(roomId, room);
    const oldest = this.#rooms.keys().next().value;
    if (this.#rooms.size > mostOpen && oldest !== undefined) this.close(oldest);
    this.refresh(room);
    return room;
  }

  /** The members of a room that isn't known to be readable are asked for once it is. */
  refresh({ sync, members }: OpenRoom): void {
    void sync.resume();
    if (sync.state.value.phase === "ready") void members.refresh();
  }

  close(roomId: string): void {
    const room = this.#rooms.get(roomId);
    this.#rooms.delete(roomId);
    room?.sync.close();
    room?.members.stop();
  }

  closeAll(): void {
    for (const roomId of [...this.#rooms.keys()]) this.close(roomId);
  }

  #make(roomId: string): OpenRoom {
    const { api, clock, random, knownHead, onEvents, onChange } = this.#ports;
    const members = new RoomMembers(api, roomId, clock, random);
    const heard = (events: readonly RoomEvent[]) => {
      members.heard(events);
      onEvents(roomId, events);
    };
    const sync = new RoomSync(roomId, { api, clock, random, onEvents: heard }, knownHead(roomId));
    const room = { sync, members };
    let isReady = false;
    sync.state.subscribe(() => {
      const wasReady = isReady;
      isReady = sync.state.value.phase === "ready";
      if (isReady && !wasReady) void members.refresh();
      onChange(room);
    });
    return room;
  }
}
