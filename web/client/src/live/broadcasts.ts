import type { TypingSignal } from "../people/typing.ts";
import type { Notification, ReadMarker, RoomEvent } from "../wire.ts";
import type { Hub } from "./hub.ts";

/** The live messages by target. They can be lost, duplicated or late. */
export interface Broadcasts {
  roomEvents(roomId: string, events: readonly RoomEvent[]): void;
  roomsChanged(change: {
    readonly roomId: string;
    readonly change: "added" | "removed" | "hidden" | "shown" | "preferencesChanged";
  }): void;
  read(marker: ReadMarker): void;
  typing(signal: TypingSignal): void;
  presence(change: { readonly userId: string; readonly online: boolean }): void;
  notification(notification: Notification): void;
}

export function listen(hub: Hub, to: Broadcasts): void {
  hub.on("roomEvents", (roomId: string, events: RoomEvent[]) => to.roomEvents(roomId, events));
  hub.on("roomsChanged", (change: Parameters<Broadcasts["roomsChanged"]>[0]) => to.roomsChanged(change));
  hub.on("read", (marker: ReadMarker) => to.read(marker));
  hub.on("typing", (signal: TypingSignal) => to.typing(signal));
  hub.on("presence", (change: Parameters<Broadcasts["presence"]>[0]) => to.presence(change));
  hub.on("notification", (notification: Notification) => to.notification(notification));
}
