import type { Api } from "../api/api.ts";
import { Cell, type Readable } from "../cell.ts";
import { asApiError } from "../http/apiError.ts";
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
  readonly file: File;
  readonly uploaded?: UploadedFile;
}

const asIs: Prepare = async (file) => ({ file, name: file.name });

/** The files of a room's next message. They upload immediately, and are kept until they are sent or removed, or the page is closed. */
export class Uploads {
  readonly #api: Api;
  readonly #roomId: string;
  readonly #newId: () => string;
  readonly #files = new Cell<readonly Upload[]>([]);
  readonly #stops = new Map<string, AbortController>();
  #prepare = asIs;

  /** @internal */
  constructor(api: Api, roomId: string, newId: () => string) {
    this.#api = api;
    this.#roomId = roomId;
    this.#newId = newId;
  }

  get files(): Readable<readonly FileUpload[]> {
    return this.#files;
  }

  /** Uploads files. */
  add(files: Iterable<File>, prepare: Prepare = asIs): void {
    this.#prepare = prepare;
    for (const file of files) {
      const upload: Upload = {
        id: this.#newId(),
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
    this.#files.update((all) => all.filter((one) => one.id !== id));
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
    this.#files.set([]);
    return uploaded;
  }

  /** Cancels all uploads. @internal */
  stop(): void {
    for (const stop of this.#stops.values()) stop.abort();
  }

  async #run({ id, file }: Upload): Promise<void> {
    const stop = new AbortController();
    this.#stops.set(id, stop);
    try {
      const prepared = await this.#prepare(file);
      const { name, width, height, thumbnail } = prepared;
      const contentType = mediaTypeOf(prepared.file.type);
      const declaration = { name, contentType, size: prepared.file.size, width, height };
      const upload = await this.#api.createUpload(this.#roomId, declaration, stop.signal);
      const { signal } = stop;
      if (thumbnail && upload.thumbnailUploadUrl) {
        const headers = { "x-ms-blob-type": "BlockBlob", "content-type": thumbnail.type };
        await put(upload.thumbnailUploadUrl, thumbnail, { headers, signal });
      }
      const onProgress = (progress: number) => this.#change(id, { progress });
      await put(upload.uploadUrl, prepared.file, { headers: upload.uploadHeaders, signal, onProgress });
      this.#change(id, { state: "uploaded", progress: 1, uploaded: { token: upload.token, ...declaration } });
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
