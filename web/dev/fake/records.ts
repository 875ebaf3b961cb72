import type { Invitation, Message, Notification, Role, RoomEvent, RoomKind, User } from "../../src/chat/wire";

/** What the fake keeps; everything in memory, nothing hidden. */

export interface UserRecord {
  readonly id: string;
  readonly login: string;
  username: string;
  password: string;
  readonly createdAt: string;
  onlineUntil: number;
  readonly notifications: { -readonly [K in keyof Notification]: Notification[K] }[];
}

export interface SessionRecord {
  readonly userId: string;
  accessToken: string;
  accessTokenExpiresAt: number;
  refreshToken: string;
  /** Refresh tokens that were spent; seeing one again revokes the session. */
  readonly spent: Set<string>;
  /** What the present refresh token was made for: the same attempt again gets it again. */
  madeFor?: { readonly refreshToken: string; readonly attemptId: string };
}

export interface MemberRecord {
  role: Role;
  readonly joinedAt: string;
  readSeq: number;
}

/** The present state of a message, without what is worked out when it is read. */
export type MessageRecord = { -readonly [K in keyof Omit<Message, "read">]: Message[K] };

/** A durable event as it is stored: a message event is only its seq here, the rest names its message by seq. */
export interface LogRecord extends RoomEvent {
  readonly at: string;
  readonly actor: { readonly id: string; readonly username: string };
  readonly messageSeq?: number;
  readonly [field: string]: unknown;
}

export interface RoomRecord {
  readonly id: string;
  name: string;
  readonly kind: RoomKind;
  readonly createdBy: string;
  readonly createdAt: string;
  /** The event with seq n at index n - 1. */
  readonly log: LogRecord[];
  readonly messages: Map<number, MessageRecord>;
  readonly members: Map<string, MemberRecord>;
  readonly invitations: Map<string, { -readonly [K in keyof Invitation]: Invitation[K] }>;
  /** Held calls that end at the next event. */
  readonly waiting: Set<() => void>;
}

export const userOf = (user: UserRecord): User => ({ id: user.id, username: user.username, createdAt: user.createdAt });
