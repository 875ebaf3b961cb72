import type { SentMessage } from "../api/messages.ts";
import type { UploadedFile } from "../attachments/uploads.ts";
import { type KeyValueStore, readJson } from "../keyValueStore.ts";

/** A message of the user that isn't yet shown as stored. */
export interface OutboxEntry extends Omit<SentMessage, "attachments"> {
  readonly roomId: string;
  readonly text: string;
  readonly files?: readonly UploadedFile[];
  /** When it was written, in ms since the epoch: the order of sending within a room. */
  readonly writtenAt: number;
  /** `sent`: it is stored, and shown by this entry until the open room has reached its seq. */
  readonly state: "sending" | "failed" | "sent";
  /** Why it failed, as a text for users. */
  readonly reason?: string | undefined;
  /** Several attempts have failed. */
  readonly isLate?: boolean;
  readonly seq?: number;
}

/**
 * Unsent messages in the store, one key each, so that tabs don't overwrite each other. Two tabs may send the same entry:
 * its clientMessageId makes it one message.
 */
export class OutboxStore {
  readonly #store: KeyValueStore;
  readonly #prefix: string;

  constructor(store: KeyValueStore, userId: string) {
    this.#store = store;
    this.#prefix = `outbox/${userId}/`;
  }

  load(): OutboxEntry[] {
    return this.#store
      .keys(this.#prefix)
      .map((key) => readJson<OutboxEntry>(this.#store, key))
      .filter((entry) => entry !== null)
      .sort((a, b) => a.writtenAt - b.writtenAt);
  }

  save(entry: OutboxEntry): void {
    this.#store.set(this.#prefix + entry.clientMessageId, JSON.stringify(entry));
  }

  remove(clientMessageId: string): void {
    this.#store.remove(this.#prefix + clientMessageId);
  }
}
