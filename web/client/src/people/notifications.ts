import type { Api } from "../api/api.ts";
import type { Random } from "../backoff.ts";
import { Cell, type Readable } from "../cell.ts";
import type { Clock } from "../clock.ts";
import { Refresher } from "../refresher.ts";
import type { Notification } from "../wire.ts";

/** The user's latest notifications, newest first. */
export class Notifications {
  readonly #api: Api;
  readonly #items = new Cell<readonly Notification[]>([]);
  readonly #refresher: Refresher;
  /** Marked as read here, which may be newer than an answer. */
  readonly #marked = new Set<string>();

  /** @internal */
  constructor(api: Api, clock: Clock, random: Random) {
    this.#api = api;
    const load = async () => {
      const { items } = await api.notifications();
      this.#items.set(items.map((item) => (this.#marked.has(item.id) ? { ...item, read: true } : item)));
    };
    this.#refresher = new Refresher(load, clock, random);
  }

  /** The latest notifications, newest first. */
  get items(): Readable<readonly Notification[]> {
    return this.#items;
  }

  /** Loads the notifications again. */
  refresh(): Promise<void> {
    return this.#refresher.run();
  }

  /** @internal */
  heard(notification: Notification): void {
    this.#items.update((items) => [notification, ...items.filter((item) => item.id !== notification.id)]);
  }

  /** Marks a notification as read, and as unread again if the request fails. @throws ApiError */
  async markRead(id: string): Promise<void> {
    const show = (read: boolean) =>
      this.#items.update((items) => items.map((item) => (item.id === id ? { ...item, read } : item)));
    this.#marked.add(id);
    show(true);
    try {
      await this.#api.markNotificationRead(id);
    } catch (error) {
      this.#marked.delete(id);
      show(false);
      throw error;
    }
  }

  /** Marks all as read, one after the other because of the rate limit. */
  async markAllRead(): Promise<void> {
    for (const { id } of this.#items.value.filter((item) => !item.read)) await this.markRead(id);
  }

  /** @internal */
  stop(): void {
    this.#refresher.stop();
  }
}
