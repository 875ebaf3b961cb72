import type { Api } from "../api/api.ts";
import type { Random } from "../backoff.ts";
import type { Clock } from "../clock.ts";
import type { Member, RoomEvent } from "../wire.ts";
import { OpenRoom } from "./openRoom.ts";

export interface OpenRoomsPorts {
  readonly api: Api;
  readonly clock: Clock;
  readonly random: Random;
  /** The last known seq of the room. */
  readonly knownHead: (roomId: string) => number | undefined;
  readonly onEvents: (roomId: string, events: readonly RoomEvent[]) => void;
  readonly onMembers: (members: readonly Member[]) => void;
  readonly onChange: (room: OpenRoom) => void;
}

/** The number of rooms that stay open beside the active one, so that returning to one shows it immediately. */
const mostOpen = 6;

/** The rooms that were opened last, the latest last. */
export class OpenRooms {
  readonly #ports: OpenRoomsPorts;
  readonly #rooms = new Map<string, OpenRoom>();

  constructor(ports: OpenRoomsPorts) {
    this.#ports = ports;
  }

  /** The ids of the open rooms, the latest first. */
  get ids(): string[] {
    return [...this.#rooms.keys()].reverse();
  }

  get(roomId: string): OpenRoom | undefined {
    return this.#rooms.get(roomId);
  }

  /** Opens a room, or updates an open one. */
  open(roomId: string): OpenRoom {
    const room = this.#rooms.get(roomId) ?? this.#make(roomId);
    this.#rooms.delete(roomId);
    this.#rooms.set(roomId, room);
    const oldest = this.#rooms.keys().next().value;
    if (this.#rooms.size > mostOpen && oldest !== undefined) this.close(oldest);
    room.refresh();
    return room;
  }

  close(roomId: string): void {
    const room = this.#rooms.get(roomId);
    this.#rooms.delete(roomId);
    room?.close();
  }

  closeAll(): void {
    for (const roomId of [...this.#rooms.keys()]) this.close(roomId);
  }

  #make(roomId: string): OpenRoom {
    const { api, clock, random, knownHead, onEvents, onMembers, onChange } = this.#ports;
    const ports = {
      api,
      clock,
      random,
      onMembers,
      onEvents: (events: readonly RoomEvent[]) => onEvents(roomId, events),
    };
    const room = new OpenRoom(roomId, ports, knownHead(roomId));
    room.state.subscribe(() => onChange(room));
    return room;
  }
}
