import type { Clock } from "../../client/src/clock.ts";
import { mentionedIds } from "../../client/src/mentions.ts";
import { withReaction } from "../../client/src/timeline/messageWindow.ts";
import type { BlockedUser, Message, Role, RoomEvent, RoomKind, Tokens, User } from "../../client/src/wire.ts";

export interface TestRoom {
  readonly id: string;
  name: string;
  readonly kind: RoomKind;
  readonly createdAt: string;
  /** The event with seq n is at index n - 1. Messages are in `messages`, in their current state. */
  readonly log: (RoomEvent & { readonly at: number; readonly messageSeq?: number })[];
  readonly messages: Map<number, Message>;
  readonly members: Map<string, { readonly role: Role; readonly readSeq: number }>;
  /** The seq of the last event when a user hid the room, by user. */
  readonly hiddenAt: Map<string, number>;
  canSend?: boolean;
  /** Callbacks that end the waiting long polls. */
  readonly polls: Set<() => void>;
}

/** The API's state in memory: rooms with gapless event logs, and sessions. Broadcasts each event. */
export class TestServer {
  readonly users: User[] = [];
  readonly rooms = new Map<string, TestRoom>();
  /** With the attempt that created the session's current tokens. */
  readonly sessions: (Tokens & { readonly attempt?: string })[] = [];
  readonly notifications: { id: string; read: boolean }[] = [];
  /** By the id of the blocking user, then of the blocked one. */
  readonly blocks = new Map<string, Map<string, BlockedUser>>();
  /** Live connections with their user ids. */
  readonly listeners = new Map<(target: string, args: unknown[]) => void, string>();
  /** The lifetime of an access token, in ms. */
  accessTokenLife = 15 * 60_000;
  /** Whether a reaction increments its message's version, as an edit and a deletion do. */
  reactionsCount = false;
  readonly clock: Clock;
  #ids = 0;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  newId = (prefix: string) => `${prefix}${(++this.#ids).toString(36)}`;

  timestamp = (ms = this.clock.now()) => new Date(ms).toISOString();

  addUser(username: string): User {
    const user = { id: this.newId("u"), login: username.toLowerCase(), username, createdAt: this.timestamp() };
    this.users.push(user);
    return user;
  }

  addRoom(owner: User, name: string, kind: RoomKind = "private"): TestRoom {
    const id = this.newId("r");
    const members: TestRoom["members"] = new Map([[owner.id, { role: "owner", readSeq: 0 }]]);
    const createdAt = this.timestamp();
    const empty = { log: [], messages: new Map(), hiddenAt: new Map(), polls: new Set<() => void>() };
    const room: TestRoom = { id, name, kind, createdAt, members, ...empty };
    this.rooms.set(id, room);
    this.toUser(owner.id, "roomsChanged", [{ roomId: id, change: "added" }]);
    this.append(room, "roomCreated", { name });
    return room;
  }

  blocksOf(userId: string): Map<string, BlockedUser> {
    const blocks = this.blocks.get(userId) ?? new Map<string, BlockedUser>();
    this.blocks.set(userId, blocks);
    return blocks;
  }

  /** Adds a member, or changes its role. */
  putMember(room: TestRoom, { id, username }: User, role: Role = "member"): void {
    const held = room.members.get(id);
    room.members.set(id, { readSeq: room.log.length, ...held, role });
    if (!held) this.toUser(id, "roomsChanged", [{ roomId: room.id, change: "added" }]);
    this.append(room, held ? "memberRoleChanged" : "memberAdded", { user: { id, username }, role });
  }

  removeMember(room: TestRoom, { id, username }: User): void {
    room.members.delete(id);
    this.append(room, "memberRemoved", { user: { id, username } });
    this.toUser(id, "roomsChanged", [{ roomId: room.id, change: "removed" }]);
  }

  say(room: TestRoom, sender: User, text: string, clientMessageId: string | null = null): Message {
    const seq = room.log.length + 1;
    const ids = mentionedIds(text);
    const mentions = ids.length > 0 ? ids : undefined;
    const state = { text, mentions, createdAt: this.timestamp(), deleted: false, version: 1, reactions: [] };
    const message: Message = {
      seq,
      type: "message",
      id: `m${seq}`,
      roomId: room.id,
      sender,
      clientMessageId,
      ...state,
    };
    room.messages.set(message.seq, message);
    this.append(room, "message");
    return message;
  }

  /** Changes an earlier message, with an event of this type. */
  change(room: TestRoom, type: string, message: Message, change: Partial<Message>): void {
    const version = message.version + (type.startsWith("reaction") && !this.reactionsCount ? 0 : 1);
    room.messages.set(message.seq, { ...message, ...change, version });
    this.append(room, type, { messageSeq: message.seq });
  }

  react(room: TestRoom, message: Message, emoji: string, userId: string, on: boolean): void {
    const { reactions } = withReaction(message, emoji, userId, on);
    if (reactions === message.reactions) return;
    this.change(room, on ? "reactionAdded" : "reactionRemoved", message, { reactions });
  }

  /** Adds the next event, ends long polls and broadcasts. */
  append(room: TestRoom, type: string, fields: object = {}): void {
    const seq = room.log.length + 1;
    room.log.push({ seq, type, roomId: room.id, at: this.clock.now(), ...fields });
    for (const end of room.polls) end();
    this.toRoom(room, "roomEvents", [room.id, [eventAt(room, seq)]]);
  }

  toRoom(room: TestRoom, target: string, args: unknown[]): void {
    for (const [listener, userId] of this.listeners) if (room.members.has(userId)) listener(target, args);
  }

  toUser(userId: string, target: string, args: unknown[]): void {
    for (const [listener, id] of this.listeners) if (id === userId) listener(target, args);
  }
}

/** The event as a client receives it, with the message in its current state. */
export function eventAt(room: TestRoom, seq: number): RoomEvent {
  const event = room.log[seq - 1] as TestRoom["log"][number];
  const message = room.messages.get(event.messageSeq ?? seq);
  return message && event.messageSeq ? ({ ...event, message } as RoomEvent) : (message ?? event);
}
