import type { KeyValueStore, RoomSummary } from "@chatfunctions/client";

/** The ways to notify the user of new messages, which the user turns on for each browser. */
export type Attention = "desktop" | "sound";

const keyOf = (way: Attention) => `attention/${way}`;

export const isTurnedOn = (store: KeyValueStore, way: Attention): boolean => store.get(keyOf(way)) === "on";

/** Turns a way on or off. Desktop notifications need the browser's permission. Returns whether it is on. */
export async function turn(store: KeyValueStore, way: Attention, on: boolean): Promise<boolean> {
  const isAllowed = !on || way === "sound" || (await Notification.requestPermission()) === "granted";
  if (on && isAllowed) store.set(keyOf(way), "on");
  else store.remove(keyOf(way));
  return on && isAllowed;
}

/** How many unread messages of a room the user wants to be notified of. */
export const wanted = ({ level, unreadCount, mentionCount }: RoomSummary): number =>
  level === "everything" ? unreadCount : level === "mentions" ? mentionCount : 0;

/** Runs an action in one of the user's tabs only. */
export function once(name: string, action: () => void): void {
  const hold = (lock: Lock | null) => {
    if (!lock) return;
    action();
    return new Promise((resolve) => setTimeout(resolve, 5_000));
  };
  // Without TLS, browsers have no locks.
  if (navigator.locks) void navigator.locks.request(`notice/${name}`, { ifAvailable: true }, hold);
  else action();
}

export function playSound(): void {
  const audio = new AudioContext();
  const [tone, volume] = [audio.createOscillator(), audio.createGain()];
  tone.frequency.value = 660;
  volume.gain.setValueAtTime(0.15, audio.currentTime);
  volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + 0.3);
  tone.connect(volume).connect(audio.destination);
  tone.onended = () => void audio.close();
  tone.start();
  tone.stop(audio.currentTime + 0.3);
}
