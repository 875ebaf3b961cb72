import type { Http } from "../http/http.ts";
import type { Limits, Room, Upload, User } from "../wire.ts";
import { roomPath } from "./rooms.ts";

/** A file that is going to be uploaded. */
export interface FileDeclaration {
  readonly name: string;
  readonly contentType: string;
  readonly size: number;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
}

const picturePath = (roomId: string) => `${roomPath(roomId)}/picture`;

export const attachmentsApi = (http: Http) => ({
  /** Returns an address to which a file can be uploaded. */
  createUpload: (roomId: string, file: FileDeclaration, signal?: AbortSignal) =>
    http<Upload>({ method: "POST", path: `${roomPath(roomId)}/attachments`, body: file, signal }),

  /** Returns an address to which a picture of the user can be uploaded. */
  createPictureUpload: (picture: Blob) =>
    http<Upload>({ method: "POST", path: "/me/picture", body: { contentType: picture.type, size: picture.size } }),

  /** Sets an uploaded picture of the user. */
  setPicture: (token: string) => http<User>({ method: "PUT", path: "/me/picture", body: { token } }),

  /** Removes the picture that the user has uploaded. */
  removePicture: () => http<User>({ method: "DELETE", path: "/me/picture" }),

  /** Returns an address to which a picture of a room can be uploaded. */
  createRoomPictureUpload: (roomId: string, picture: Blob) =>
    http<Upload>({
      method: "POST",
      path: picturePath(roomId),
      body: { contentType: picture.type, size: picture.size },
    }),

  /** Sets an uploaded picture of a room. */
  setRoomPicture: (roomId: string, token: string) =>
    http<Room>({ method: "PUT", path: picturePath(roomId), body: { token } }),

  removeRoomPicture: (roomId: string) => http<Room>({ method: "DELETE", path: picturePath(roomId) }),

  /** Returns the limits of the server. */
  limits: () => http<Limits>({ method: "GET", path: "/limits" }),
});
