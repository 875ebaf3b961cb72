import type { Http } from "../http/http.ts";
import type { Limits, Upload } from "../wire.ts";
import { roomPath } from "./rooms.ts";

/** A file that is going to be uploaded. */
export interface FileDeclaration {
  readonly name: string;
  readonly contentType: string;
  readonly size: number;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
}

export const attachmentsApi = (http: Http) => ({
  /** Returns an address to which a file can be uploaded. */
  createUpload: (roomId: string, file: FileDeclaration, signal?: AbortSignal) =>
    http<Upload>({ method: "POST", path: `${roomPath(roomId)}/attachments`, body: file, signal }),

  /** Returns the limits of the server. */
  limits: () => http<Limits>({ method: "GET", path: "/limits" }),
});
