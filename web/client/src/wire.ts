/**
 * The JSON of the API.
 * Times are ISO 8601 UTC strings, ids are opaque, and absent fields may be null.
 */

/** The id and the name of a user. */
export interface UserRef {
  readonly id: string;
  readonly username: string;
  /** The address of the picture that the user has uploaded. It expires. Only in lists of users and in direct rooms. */
  readonly pictureUrl?: string | null;
}

/** A user. */
export interface User extends UserRef {
  /** Only for the user, and in a search by exact login. */
  readonly login?: string | null;
  readonly createdAt: string;
  /** Who can contact the user. Only for the user. */
  readonly contactableBy?: ContactableBy | null;
  /** Whether the user has uploaded the picture, or the identity provider or the back end has set its address. */
  readonly pictureSource?: "uploaded" | "external" | null;
  /** The issuer that manages the name and the password. Present for oneself. */
  readonly identityProvider?: string | null;
}

/** Who can open a direct room with a user, or add the user to a room. */
export type ContactableBy = "everyone" | "sharedRooms" | "nobody";

/** A user whom the user has blocked. */
export interface BlockedUser {
  readonly user: UserRef;
  readonly blockedAt: string;
}

/** A session of the user on some device. */
export interface OpenSession {
  readonly id: string;
  readonly createdAt: string;
  readonly lastUsedAt: string;
  readonly expiresAt: string;
  /** It is the session of this request. */
  readonly current: boolean;
}

export interface Tokens {
  readonly accessToken: string;
  readonly accessTokenExpiresAt: string;
  /** It can be used once; the answer has the next one. */
  readonly refreshToken: string;
  readonly refreshTokenExpiresAt: string;
  readonly user: User;
}

/** The limits of the server that concern messages and files. */
export interface Limits {
  /** The most UTF-8 bytes of a message's text. */
  readonly textBytes: number;
  /** The most bytes of a file. */
  readonly attachmentBytes: number;
  /** The most bytes of a thumbnail; a larger one isn't used. */
  readonly thumbnailBytes: number;
  /** The most files of a message. */
  readonly attachmentsPerMessage: number;
}

/** A page of a list; `cursor` asks for the next one, and is null on the last. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly cursor?: string | null;
}

/** What a room is: `direct` rooms have two members and no name. */
export type RoomKind = "private" | "public" | "direct";
/** What a member may do. */
export type Role = "owner" | "admin" | "member" | "reader";

/** A room as the user sees it. */
export interface Room {
  readonly id: string;
  readonly name: string;
  readonly kind: RoomKind;
  /** What the room is about; absent if it isn't set. */
  readonly topic?: string | null;
  /** The address of the room's picture; absent if there is none. It expires. */
  readonly pictureUrl?: string | null;
  /** The seqs of pinned messages, in the order of pinning; absent if there are none. */
  readonly pins?: readonly number[] | null;
  /** The role of new members. */
  readonly defaultRole?: "member" | "reader";
  readonly createdAt: string;
  readonly memberCount: number;
  /** Seq of the room's last event. */
  readonly head: number;
  /** The other user of a direct room, or the user of a room for notes; absent if that account is deleted. */
  readonly with?: UserRef;
  /** False in a direct room while one of the two has blocked the other. */
  readonly canSend?: boolean | null;
  /** Null in a public room that the user hasn't joined. */
  readonly myRole?: Role | null;
}

/** A room of the room list. */
export interface RoomSummary extends Room {
  readonly lastMessage?: Message | null;
  readonly unreadCount: number;
  /** How many of the unread messages mention the user or the room. */
  readonly mentionCount: number;
  /** About which messages to notify the user. */
  readonly level: NotificationLevel;
  /** Whether to list the room first. */
  readonly favourite: boolean;
}

/** About which messages of a room to notify the user. */
export type NotificationLevel = "everything" | "mentions" | "nothing";

/** The user's own settings of a room. */
export type RoomPreferences = Pick<RoomSummary, "level" | "favourite">;

/** A member of a room. */
export interface Member {
  readonly user: UserRef;
  readonly role: Role;
  readonly joinedAt: string;
  readonly readSeq: number;
}

/** A user who is banned from a room. */
export interface Ban {
  readonly user: UserRef;
  readonly bannedAt: string;
}

/** A message with its open reports, oldest first. */
export interface ReportedMessage {
  readonly message: Message;
  readonly reports: readonly Report[];
}

/** A report of a message. */
export interface Report {
  /** The user who reported it. */
  readonly user: UserRef;
  readonly reason: string;
  readonly reportedAt: string;
}

/** A member's read position. */
export interface ReadMarker {
  readonly roomId: string;
  readonly userId: string;
  readonly seq: number;
  /** The member has marked the messages after it as unread. */
  readonly unread?: true;
}

/** A deleted account or room. */
export interface DeletedResource {
  readonly id: string;
  readonly deleted: true;
}

/** An invitation to a room: a user with the code can join. */
export interface Invitation {
  readonly code: string;
  readonly maxUses?: number | null;
  readonly uses: number;
  readonly expiresAt?: string | null;
}

/** An emoji and the users who reacted with it. */
export interface Reaction {
  readonly emoji: string;
  readonly userIds: readonly string[];
}

/** A stored change of a room. Events are numbered 1, 2, 3, ... without gaps. */
export interface RoomEvent {
  readonly seq: number;
  readonly type: string;
  readonly roomId: string;
}

/** A message in its current state; as an event, its creation. */
export interface Message extends RoomEvent {
  readonly type: "message";
  readonly id: string;
  readonly sender: UserRef;
  readonly text: string;
  readonly clientMessageId?: string | null;
  /** The seq of the message that this one replies to. */
  readonly replyTo?: number | null;
  readonly createdAt: string;
  readonly editedAt?: string | null;
  readonly deleted: boolean;
  readonly version: number;
  readonly reactions: readonly Reaction[];
  /** The ids of members whom it mentions, and `room` if it mentions all; absent if there are none. */
  readonly mentions?: readonly string[] | null;
  /** Files; absent if there are none. */
  readonly attachments?: readonly Attachment[] | null;
  /** All other members have read it; absent in large rooms. */
  readonly read?: boolean | null;
}

/** A file of a message. */
export interface Attachment {
  readonly id: string;
  readonly name: string;
  /** The type that the sender declared. */
  readonly contentType: string;
  readonly size: number;
  readonly width?: number | null;
  readonly height?: number | null;
  /** The address of the file. It expires; get the message again for a new one. */
  readonly url?: string | null;
  /** The address of a small picture of the file. */
  readonly thumbnailUrl?: string | null;
}

/** Where and how to upload a file. */
export interface Upload {
  readonly id: string;
  /** Names the file in a message, or sets the picture. */
  readonly token: string;
  readonly uploadUrl: string;
  readonly uploadHeaders: Readonly<Record<string, string>>;
  readonly thumbnailUploadUrl?: string | null;
  readonly expiresAt: string;
}

/** A part of a text, in UTF-16 code units. */
export interface TextRange {
  readonly start: number;
  readonly length: number;
}

/** A message that matches a search. */
export interface MessageHit {
  readonly message: Message;
  readonly matches: readonly TextRange[];
}

/** Messages of a room that match a search, newest first. Its cursor continues in the same room. */
export interface SearchResults extends Page<MessageHit> {
  readonly roomId: string;
  /** All messages from this seq on were searched. */
  readonly searchedBackTo: number;
}

/** An edit, a deletion or a reaction, with the changed message. */
export interface MessageChange extends RoomEvent {
  readonly messageSeq: number;
  readonly message: Message;
}

/** A change of the room, its members or its pins, which clients show between messages. */
export interface LoggedChange extends RoomEvent {
  readonly actor: UserRef;
  readonly at: string;
  /** The member who was added or removed, who may be the actor. */
  readonly user?: UserRef | null;
  /** The removed member is banned. */
  readonly banned?: boolean | null;
  /** The room's new name. */
  readonly name?: string | null;
  /** The room's new topic; empty if it was removed. */
  readonly topic?: string | null;
}

/** A page of messages, with the changes between them if they were asked for, newest first. */
export interface HistoryPage extends Page<Message> {
  readonly changes?: readonly RoomEvent[] | null;
}

export interface MemberChange extends RoomEvent {
  readonly user: UserRef;
  readonly role?: Role | null;
}

export interface RoomChange extends RoomEvent {
  readonly name: string;
}

export interface TopicChange extends RoomEvent {
  readonly topic: string;
}

export interface PictureChange extends RoomEvent {
  readonly pictureUrl?: string | null;
}

export interface DefaultRoleChange extends RoomEvent {
  readonly role: "member" | "reader";
}

/** A page of events; `more` follow if there are any after it. */
export interface EventsAnswer {
  readonly events: readonly RoomEvent[];
  readonly head: number;
  readonly more: boolean;
}

/** A message of a back end to the user. */
export interface Notification {
  readonly id: string;
  readonly text: string;
  readonly data?: unknown;
  readonly createdAt: string;
  readonly read: boolean;
}

/** The answer to a presence heartbeat. */
export interface Heartbeat {
  readonly expiresAt: string;
  readonly heads?: Readonly<Record<string, number>> | null;
}

/** A user who is online. */
export interface OnlineUser {
  readonly user: UserRef;
  readonly since: string;
  readonly expiresAt: string;
}
