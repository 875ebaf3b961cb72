import type { Message, RoomEvent } from "../../src/chat/wire";
import type { FakeChat } from "./fakeChat";
import type { LogRecord, MessageRecord, RoomRecord, UserRecord } from "./records";

/** Adds the next event, ends held calls and broadcasts. */
export function append(chat: FakeChat, room: RoomRecord, actor: UserRecord, type: string, fields: object = {}): number {
  const seq = room.log.length + 1;
  const who = { id: actor.id, username: actor.username };
  room.log.push({ seq, type, roomId: room.id, at: chat.timestamp(), actor: who, ...fields });
  for (const wake of [...room.waiting]) wake();
  chat.toRoom(room, "roomEvents", [room.id, [eventAt(room, seq)]]);
  return seq;
}

export function appendMessage(
  chat: FakeChat,
  room: RoomRecord,
  sender: UserRecord,
  draft: { text: string; clientMessageId?: string; replyTo?: number },
): MessageRecord {
  const message: MessageRecord = {
    seq: room.log.length + 1,
    type: "message",
    id: chat.newId("m"),
    roomId: room.id,
    sender: { id: sender.id, username: sender.username },
    text: draft.text,
    clientMessageId: draft.clientMessageId ?? null,
    replyTo: draft.replyTo ?? null,
    createdAt: chat.timestamp(),
    editedAt: null,
    deleted: false,
    version: 1,
    reactions: [],
  };
  room.messages.set(message.seq, message);
  append(chat, room, sender, "message");
  return message;
}

/** A change of an earlier message, and its event. */
export function changeMessage(
  chat: FakeChat,
  room: RoomRecord,
  actor: UserRecord,
  type: string,
  message: MessageRecord,
  change: Partial<MessageRecord>,
): void {
  const isReaction = type === "reactionAdded" || type === "reactionRemoved";
  const version = message.version + (isReaction && !chat.reactionsCount ? 0 : 1);
  room.messages.set(message.seq, { ...message, ...change, version });
  append(chat, room, actor, type, { messageSeq: message.seq });
}

/** The event as a client gets it now: messages in their present state. */
export function eventAt(room: RoomRecord, seq: number): RoomEvent {
  const record = room.log[seq - 1] as LogRecord;
  if (record.type === "message") return messageView(room, room.messages.get(seq) as MessageRecord);
  if (record.messageSeq === undefined) return record;
  const message = messageView(room, room.messages.get(record.messageSeq) as MessageRecord);
  return { ...record, message } as RoomEvent;
}

export function messageView(room: RoomRecord, message: MessageRecord): Message {
  const others = [...room.members].filter(([userId]) => userId !== message.sender.id);
  const view: Message = { ...message };
  return others.length > 99 ? view : { ...view, read: others.every(([, { readSeq }]) => readSeq >= message.seq) };
}
