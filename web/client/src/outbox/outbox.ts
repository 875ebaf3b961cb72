import type { Api } from "../api/api.ts";
import type { UploadedFile } from "../attachments/uploads.ts";
import { backoff, type Random } from "../backoff.ts";
import { Cell, type Readable } from "../cell.ts";
import { type Clock, delay } from "../clock.ts";
import { asApiError } from "../http/apiError.ts";
import type { Message } from "../wire.ts";
import type { OutboxEntry, OutboxStore } from "./outboxEntry.ts";

export interface OutboxPorts {
  readonly api: Api;
  readonly clock: Clock;
  readonly random: Random;
  readonly store: OutboxStore;
  readonly newId: () => string;
  /** Called when the message is stored. Returns whether an open room will show it and call `settle`. */
  readonly onSent: (message: Message) => boolean;
}

/** The number of failures after which an entry is late. */
const lateAfter = 3;

/**
 * Sends the messages of each room one after the other. A send that failed without a refusal (time-out, broken connection, 5xx, 429)
 * is repeated with the same clientMessageId, so that it is stored once. After a refusal, the user retries or discards the message;
 * later messages of the room wait.
 */
export class Outbox {
  readonly #ports: OutboxPorts;
  readonly #entries: Cell<readonly OutboxEntry[]>;
  readonly #sendingRooms = new Set<string>();
  readonly #stop = new AbortController();
  #wake = new AbortController();

  /** @internal */
  constructor(ports: OutboxPorts) {
    this.#ports = ports;
    this.#entries = new Cell<readonly OutboxEntry[]>(ports.store.load());
  }

  /** The messages that are being sent, or that failed, oldest first. */
  get entries(): Readable<readonly OutboxEntry[]> {
    return this.#entries;
  }

  /**
   * Sends what an earlier page left unsent.
   * @internal
   */
  start(): void {
    for (const roomId of new Set(this.#entries.value.map((entry) => entry.roomId))) void this.#sendRoom(roomId);
  }

  /** @internal */
  stop(): void {
    this.#stop.abort();
    this.#wake.abort();
  }

  /** @internal */
  add(roomId: string, text: string, replyTo?: number, files: readonly UploadedFile[] = []): void {
    const entry: OutboxEntry = {
      clientMessageId: this.#ports.newId(),
      roomId,
      text,
      ...(replyTo !== undefined && { replyTo }),
      ...(files.length > 0 && { files }),
      writtenAt: Math.max(this.#ports.clock.now(), this.#lastWrittenAt(roomId) + 1),
      state: "sending",
    };
    this.#ports.store.save(entry);
    this.#entries.update((entries) => [...entries, entry]);
    void this.#sendRoom(roomId);
  }

  /** Sends a failed message again, with the same clientMessageId. */
  retry(clientMessageId: string): void {
    const entry = this.#find(clientMessageId);
    if (entry?.state !== "failed") return;
    this.#saved(this.#change(entry, { state: "sending", reason: undefined }));
    void this.#sendRoom(entry.roomId);
  }

  /** Discards a message; later ones are sent. */
  discard(clientMessageId: string): void {
    const entry = this.#find(clientMessageId);
    this.#remove(clientMessageId);
    this.retryNow();
    if (entry) void this.#sendRoom(entry.roomId);
  }

  /** Retries immediately. */
  retryNow(): void {
    this.#wake.abort();
    this.#wake = new AbortController();
  }

  /**
   * Removes the room's entries that `shown` reports as visible messages.
   * @internal
   */
  settle(roomId: string, shown: (entry: OutboxEntry) => boolean): void {
    for (const entry of this.#entries.value) {
      if (entry.roomId === roomId && shown(entry)) this.#remove(entry.clientMessageId);
    }
  }

  async #sendRoom(roomId: string): Promise<void> {
    if (this.#sendingRooms.has(roomId)) return;
    this.#sendingRooms.add(roomId);
    const next = () => this.#entries.value.find((entry) => entry.roomId === roomId && entry.state !== "sent");
    for (let entry = next(); entry?.state === "sending" && !this.#stop.signal.aborted; entry = next()) {
      if (!(await this.#sendEntry(entry))) break;
    }
    this.#sendingRooms.delete(roomId);
  }

  /** Returns whether the room's next entry can be sent. */
  async #sendEntry(entry: OutboxEntry): Promise<boolean> {
    const { api, clock, random } = this.#ports;
    const { clientMessageId, text, replyTo, files } = entry;
    const draft = {
      clientMessageId,
      ...(text !== "" && { text }),
      ...(replyTo !== undefined && { replyTo }),
      ...(files && { attachments: files.map(({ token }) => token) }),
    };
    for (let failures = 0; this.#find(clientMessageId) && !this.#stop.signal.aborted; failures++) {
      try {
        this.#sent(entry, await api.send(entry.roomId, draft, this.#stop.signal));
        return true;
      } catch (error) {
        const failure = asApiError(error);
        // The session has ended. The entry is sent when the user has signed in again.
        if (this.#stop.signal.aborted || failure.status === 401) return false;
        if (!failure.passing) {
          this.#saved(this.#change(entry, { state: "failed", reason: failure.reason ?? failure.message }));
          return false;
        }
        if (failures + 1 >= lateAfter) this.#change(entry, { isLate: true });
        await delay(clock, Math.max(failure.retryAfterMs ?? 0, backoff(failures, random)), this.#wake.signal);
      }
    }
    return true;
  }

  #sent(entry: OutboxEntry, message: Message): void {
    this.#ports.store.remove(entry.clientMessageId);
    this.#change(entry, { state: "sent", seq: message.seq });
    if (!this.#ports.onSent(message)) this.#remove(entry.clientMessageId);
  }

  #remove(clientMessageId: string): void {
    this.#ports.store.remove(clientMessageId);
    this.#entries.update((entries) => entries.filter((entry) => entry.clientMessageId !== clientMessageId));
  }

  /** Times always increase, because entries are sorted by them after a reload. */
  #lastWrittenAt(roomId: string): number {
    return this.#entries.value.findLast((entry) => entry.roomId === roomId)?.writtenAt ?? 0;
  }

  #saved(entry: OutboxEntry | undefined): void {
    if (entry) this.#ports.store.save(entry);
  }

  #find(clientMessageId: string): OutboxEntry | undefined {
    return this.#entries.value.find((entry) => entry.clientMessageId === clientMessageId);
  }

  /** Undefined if the entry was stored or discarded meanwhile. */
  #change(entry: OutboxEntry, change: Partial<OutboxEntry>): OutboxEntry | undefined {
    const held = this.#find(entry.clientMessageId);
    if (!held) return undefined;
    const now = { ...held, ...change };
    this.#entries.update((entries) => entries.map((one) => (one === held ? now : one)));
    return now;
  }
}
