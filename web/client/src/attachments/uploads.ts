import type { Api } from "../api/api.ts";
import { Cell, type Readable } from "../cell.ts";
import type { Clock } from "../clock.ts";
import { asApiError } from "../http/apiError.ts";
import { type KeyValueStore, readJson } from "../keyValueStore.ts";
import { put } from "./put.ts";

/** A file with what a message shows of it. */
export interface PreparedFile {
  readonly file: Blob;
  readonly name: string;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  /** A small PNG, JPEG or WebP picture of the file. */
  readonly thumbnail?: Blob | undefined;
}

/** A file that can be sent. */
export interface UploadedFile {
  readonly token: string;
  readonly name: string;
  readonly contentType: string;
  readonly size: number;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
}

/** A file of a message that isn't sent yet. */
export interface FileUpload {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  readonly state: "uploading" | "uploaded" | "failed";
  /** The part that is uploaded, from 0 to 1. */
  readonly progress: number;
  /** Why it failed, as a text for users. */
  readonly reason?: string | undefined;
}

/** Prepares a file: removes metadata, and makes a thumbnail. */
export type Prepare = (file: File) => Promise<PreparedFile>;

interface Upload extends FileUpload {
  /** Absent if it was uploaded before the page was opened. */
  readonly file?: File;
  readonly uploaded?: UploadedFile;
}

/** A finished upload in the store. */
interface KeptUpload {
  readonly uploaded: UploadedFile;
  readonly startedAt: number;
}

/** @internal What uploads depend on. */
export interface UploadPorts {
  readonly api: Api;
  readonly roomId: string;
  readonly store: KeyValueStore;
  /** The beginning of the keys of the finished uploads in the store, one key each, so that tabs don't overwrite each other. */
  readonly prefix: string;
  readonly clock: Clock;
  readonly newId: () => string;
}

/** How long after its start an upload can be sent: a minute less than its token is valid. */
const lifetime = (24 * 60 - 1) * 60_000;

const asIs: Prepare = async (file) => ({ file, name: file.name });

/** The files of a room's next message. They upload immediately. Finished uploads are kept in the store until they are sent, removed or expired. */
export class Uploads {
  readonly #ports: UploadPorts;
  readonly #files: Cell<readonly Upload[]>;
  readonly #stops = new Map<string, AbortController>();
  #prepare = asIs;

  /** @internal */
  constructor(ports: UploadPorts) {
    this.#ports = ports;
    const { store, prefix } = ports;
    this.#files = new Cell(
      store
        .keys(prefix)
        .flatMap((key) => {
          const kept = readJson<KeptUpload>(store, key);
          return kept ? { id: key.slice(prefix.length), ...kept } : [];
        })
        .sort((a, b) => a.startedAt - b.startedAt)
        .map(({ id, uploaded }): Upload => {
          const { name, size } = uploaded;
          return { id, name, size, state: "uploaded", progress: 1, uploaded };
        }),
    );
  }

  get files(): Readable<readonly FileUpload[]> {
    return this.#files;
  }

  /** Uploads files. */
  add(files: Iterable<File>, prepare: Prepare = asIs): void {
    this.#prepare = prepare;
    for (const file of files) {
      const upload: Upload = {
        id: this.#ports.newId(),
        name: file.name,
        size: file.size,
        state: "uploading",
        progress: 0,
        file,
      };
      this.#files.update((all) => [...all, upload]);
      void this.#run(upload);
    }
  }

  /** Removes a file, and cancels its upload. */
  remove(id: string): void {
    this.#stops.get(id)?.abort();
    this.#ports.store.remove(this.#ports.prefix + id);
    this.#files.update((all) => all.filter((one) => one.id !== id));
  }

  /** Removes the files that can't be sent any more, because they have expired, or another tab has sent or removed them. Returns their names. */
  removeUnusable(): string[] {
    const { store, prefix, clock } = this.#ports;
    const unusable = this.#files.value.filter(({ id, uploaded }) => {
      const kept = uploaded && readJson<KeptUpload>(store, prefix + id);
      return uploaded && !(kept && clock.now() < kept.startedAt + lifetime);
    });
    for (const { id } of unusable) this.remove(id);
    return unusable.map(({ name }) => name);
  }

  /** Uploads a failed file again. */
  retry(id: string): void {
    const upload = this.#files.value.find((one) => one.id === id);
    if (upload?.state !== "failed") return;
    this.#change(id, { state: "uploading", progress: 0, reason: undefined });
    void this.#run(upload);
  }

  /** Takes the files for a message. Null: some aren't uploaded. */
  take(): UploadedFile[] | null {
    const uploaded = this.#files.value.flatMap((one) => one.uploaded ?? []);
    if (uploaded.length < this.#files.value.length) return null;
    for (const { id } of this.#files.value) this.remove(id);
    return uploaded;
  }

  /** Cancels all uploads. @internal */
  stop(): void {
    for (const stop of this.#stops.values()) stop.abort();
  }

  async #run({ id, file }: Upload): Promise<void> {
    if (!file) return;
    const { api, roomId, store, prefix, clock } = this.#ports;
    const startedAt = clock.now();
    const stop = new AbortController();
    this.#stops.set(id, stop);
    try {
      const prepared = await this.#prepare(file);
      const { name, width, height, thumbnail } = prepared;
      const contentType = mediaTypeOf(prepared.file.type);
      const declaration = { name, contentType, size: prepared.file.size, width, height };
      const upload = await api.createUpload(roomId, declaration, stop.signal);
      const { signal } = stop;
      if (thumbnail && upload.thumbnailUploadUrl) {
        const headers = { "x-ms-blob-type": "BlockBlob", "content-type": thumbnail.type };
        await put(upload.thumbnailUploadUrl, thumbnail, { headers, signal });
      }
      const onProgress = (progress: number) => this.#change(id, { progress });
      await put(upload.uploadUrl, prepared.file, { headers: upload.uploadHeaders, signal, onProgress });
      if (signal.aborted) return;
      const uploaded = { token: upload.token, ...declaration };
      store.set(prefix + id, JSON.stringify({ uploaded, startedAt } satisfies KeptUpload));
      this.#change(id, { state: "uploaded", progress: 1, uploaded });
    } catch (error) {
      const failure = asApiError(error);
      this.#change(id, { state: "failed", reason: failure.reason ?? failure.message });
    } finally {
      this.#stops.delete(id);
    }
  }

  #change(id: string, change: Partial<Upload>): void {
    this.#files.update((all) => all.map((one) => (one.id === id ? { ...one, ...change } : one)));
  }
}

/** The type without parameters; browsers leave it empty if they don't know it. */
function mediaTypeOf(type: string): string {
  const plain = (type.split(";")[0] ?? "").trim().toLowerCase();
  return /^[a-z0-9][a-z0-9!#$&^_.+-]*\/[a-z0-9][a-z0-9!#$&^_.+-]*$/.test(plain) ? plain : "application/octet-stream";
}
