import type { Http } from "../http/http.ts";
import type {
  Ban,
  DeletedResource,
  Invitation,
  Member,
  Page,
  Role,
  Room,
  RoomKind,
  RoomPreferences,
  RoomSummary,
} from "../wire.ts";
import { everyPage } from "./pages.ts";

export const roomPath = (roomId: string) => `/rooms/${encodeURIComponent(roomId)}`;
const banPath = (roomId: string, userId: string) => `${roomPath(roomId)}/bans/${encodeURIComponent(userId)}`;
const memberPath = (roomId: string, userId: string) => `${roomPath(roomId)}/members/${encodeURIComponent(userId)}`;

export const roomsApi = (http: Http) => ({
  /** The user's rooms without hidden ones, most recently active first. */
  rooms: () =>
    everyPage<RoomSummary>((cursor) => http({ method: "GET", path: "/rooms", query: { limit: 200, cursor } })),

  /** The direct rooms that the user has hidden. */
  hiddenRooms: () =>
    everyPage<RoomSummary>((cursor) =>
      http({ method: "GET", path: "/rooms", query: { hidden: true, limit: 200, cursor } }),
    ),

  /** Public rooms with a word in their name that begins with `q`. */
  publicRooms: (q: string, cursor?: string | null, signal?: AbortSignal) =>
    http<Page<Room>>({ method: "GET", path: "/rooms/public", query: { q, cursor }, signal }),

  createRoom: (name: string, kind: RoomKind, members: readonly string[] = []) =>
    http<Room>({ method: "POST", path: "/rooms", body: { name, kind, members } }),

  room: (roomId: string, signal?: AbortSignal) => http<Room>({ method: "GET", path: roomPath(roomId), signal }),

  updateRoom: (roomId: string, changes: Partial<Pick<Room, "name" | "topic" | "defaultRole">>) =>
    http<Room>({ method: "PATCH", path: roomPath(roomId), body: changes }),

  deleteRoom: (roomId: string) =>
    http<DeletedResource>({ method: "DELETE", path: roomPath(roomId), timeoutMs: 60_000 }),

  joinRoom: (roomId: string) => http<Room>({ method: "POST", path: `${roomPath(roomId)}/join` }),

  /** Returns the direct room of two users, and creates it if there is none. */
  directRoom: (userId: string) => http<Room>({ method: "PUT", path: `/direct/${encodeURIComponent(userId)}` }),

  /** Hides a direct room until its next message. */
  hideRoom: (roomId: string) => http<Room>({ method: "PUT", path: `${roomPath(roomId)}/hidden` }),

  showRoom: (roomId: string) => http<Room>({ method: "DELETE", path: `${roomPath(roomId)}/hidden` }),

  setPreferences: (roomId: string, preferences: RoomPreferences) =>
    http<RoomPreferences>({ method: "PUT", path: `${roomPath(roomId)}/preferences`, body: preferences }),

  members: (roomId: string) =>
    everyPage<Member>((cursor) =>
      http({ method: "GET", path: `${roomPath(roomId)}/members`, query: { limit: 200, cursor } }),
    ),

  /** Adds a user, or changes a member's role. */
  putMember: (roomId: string, userId: string, role?: Role) =>
    http<Room>({ method: "PUT", path: memberPath(roomId, userId), body: { role } }),

  /** Removes a member, or leaves the room. */
  removeMember: (roomId: string, userId: string) => http<Room>({ method: "DELETE", path: memberPath(roomId, userId) }),

  bans: (roomId: string) =>
    everyPage<Ban>((cursor) =>
      http({ method: "GET", path: `${roomPath(roomId)}/bans`, query: { limit: 200, cursor } }),
    ),

  /** Removes the user, who can't return until unbanned. */
  ban: (roomId: string, userId: string) => http<Room>({ method: "PUT", path: banPath(roomId, userId) }),

  unban: (roomId: string, userId: string) => http<void>({ method: "DELETE", path: banPath(roomId, userId) }),

  invitations: (roomId: string) =>
    everyPage<Invitation>((cursor) =>
      http({ method: "GET", path: `${roomPath(roomId)}/invitations`, query: { limit: 200, cursor } }),
    ),

  createInvitation: (roomId: string, maxUses?: number, expiresInHours?: number) =>
    http<Invitation>({ method: "POST", path: `${roomPath(roomId)}/invitations`, body: { maxUses, expiresInHours } }),

  revokeInvitation: (roomId: string, code: string) =>
    http<void>({ method: "DELETE", path: `${roomPath(roomId)}/invitations/${encodeURIComponent(code)}` }),

  /** The room of an invitation. */
  invitedRoom: (code: string, signal?: AbortSignal) =>
    http<Room>({ method: "GET", path: `/invitations/${encodeURIComponent(code)}`, signal }),

  acceptInvitation: (code: string) =>
    http<Room>({ method: "POST", path: `/invitations/${encodeURIComponent(code)}/accept` }),
});
