import { type Clock, delay } from "../clock.ts";
import { ApiError, asApiError } from "../http/apiError.ts";
import type { Upload } from "../wire.ts";

export interface PutOptions {
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Called with the part that is uploaded, from 0 to 1. */
  readonly onProgress?: (part: number) => void;
}

/** Uploads a file to storage. @throws ApiError */
export async function put(url: string, file: Blob, options: PutOptions): Promise<void> {
  const status = await (typeof XMLHttpRequest === "undefined" ? byFetch : byRequest)(url, file, options);
  if (status < 200 || status > 299) throw new ApiError(status);
}

/** Only XMLHttpRequest reports the progress of an upload. */
function byRequest(url: string, file: Blob, { headers, signal, onProgress }: PutOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("PUT", url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => onProgress?.(total === 0 ? 0 : loaded / total);
    request.onload = () => resolve(request.status);
    request.onerror = request.onabort = () => reject(new ApiError(0));
    signal.addEventListener("abort", () => request.abort());
    request.send(file);
    if (signal.aborted) request.abort();
  });
}

async function byFetch(url: string, file: Blob, { headers, signal }: PutOptions): Promise<number> {
  try {
    return (await fetch(url, { method: "PUT", headers, body: file, signal })).status;
  } catch {
    throw new ApiError(0);
  }
}

/** How long to wait for the result of a scan for malware. */
const scanMs = 120_000;

/** Uploads a picture and sets it, as soon as the server has scanned it for malware, if it does. @throws ApiError */
export async function setUploaded<T>(
  clock: Clock,
  upload: Upload,
  picture: Blob,
  set: (token: string) => Promise<T>,
): Promise<T> {
  await put(upload.uploadUrl, picture, { headers: upload.uploadHeaders, signal: AbortSignal.timeout(60_000) });
  const endsAt = clock.now() + scanMs;
  for (;;) {
    try {
      return await set(upload.token);
    } catch (error) {
      const { code, retryAfterMs } = asApiError(error);
      if (code !== "scan_pending" || clock.now() >= endsAt) throw error;
      await delay(clock, retryAfterMs ?? 5000);
    }
  }
}
