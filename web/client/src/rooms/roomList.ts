import {
  isDefaultRoleChange,
  isMemberChange,
  isMessage,
  isMessageChange,
  isPictureChange,
  isRoomChange,
  isTopicChange,
} from "../events.ts";
import { isMentioned } from "../mentions.ts";
import type { MessageChange, Room, RoomEvent, RoomSummary } from "../wire.ts";

/** The user's rooms, most recently active first. Pure functions, like the timeline's. */
export type RoomList = readonly RoomSummary[];

/** The time of the last message, or of the creation. Text order is time order, because it is an ISO time. */
const activity = (room: RoomSummary) => room.lastMessage?.createdAt ?? room.createdAt;

const byActivity = (a: RoomSummary, b: RoomSummary) =>
  activity(a) < activity(b) ? 1 : activity(a) > activity(b) ? -1 : 0;

export const findRoom = (list: RoomList, roomId: string) => list.find((room) => room.id === roomId);

/** The server's list, except rooms for which a live message was newer. */
export function mergeAnswer(held: RoomList, answer: RoomList): RoomList {
  return answer
    .map((room) => {
      const known = findRoom(held, room.id);
      return known && known.head > room.head ? known : room;
    })
    .sort(byActivity);
}

/** The list with a room that was created, joined or changed. */
export function withRoom(list: RoomList, room: Room): RoomList {
  const held = findRoom(list, room.id);
  const unset = { unreadCount: 0, mentionCount: 0, level: "everything", favourite: false, lastMessage: null } as const;
  const summary: RoomSummary = {
    ...unset,
    ...held,
    ...room,
    topic: room.topic,
    pictureUrl: room.pictureUrl,
    pins: room.pins,
  };
  return [summary, ...list.filter((other) => other.id !== room.id)].sort(byActivity);
}

export const withoutRoom = (list: RoomList, roomId: string): RoomList => list.filter((room) => room.id !== roomId);

/** The user has read the room up to `seq`. */
export function withRead(list: RoomList, roomId: string, seq: number): RoomList {
  const readAll = (room: RoomSummary) => room.id === roomId && seq >= (room.lastMessage?.seq ?? 0);
  return list.some((room) => readAll(room) && room.unreadCount > 0)
    ? list.map((room) => (readAll(room) ? { ...room, unreadCount: 0, mentionCount: 0 } : room))
    : list;
}

/** The list with a change of a room that is the user's own. */
export const withOwn = (
  list: RoomList,
  roomId: string,
  own: Partial<Pick<RoomSummary, "unreadCount" | "mentionCount" | "level" | "favourite">>,
): RoomList => list.map((room) => (room.id === roomId ? { ...room, ...own } : room));

export interface Heard {
  readonly list: RoomList;
  /** The events are incomplete (an unlisted room, a lost live message), so the list must be loaded again. */
  readonly unsure: boolean;
}

/** The list after events of one room, in any order and with duplicates. */
export function withEvents(list: RoomList, roomId: string, events: readonly RoomEvent[], me: string): Heard {
  const before = findRoom(list, roomId);
  if (!before) return { list, unsure: true };
  let room = before;
  let unsure = false;
  for (const event of [...events].sort((a, b) => a.seq - b.seq)) {
    if (event.seq <= room.head) continue;
    // An edit or a deletion may concern an unread mention.
    unsure ||= event.seq > room.head + 1 || (/^message(Edited|Deleted)$/.test(event.type) && room.unreadCount > 0);
    room = { ...changed(room, event, me), head: event.seq };
  }
  const now = room;
  if (now === before) return { list, unsure };
  return { list: list.map((one) => (one === before ? now : one)).sort(byActivity), unsure };
}

function pinsAfter(pins: readonly number[], { type, messageSeq }: MessageChange): readonly number[] {
  if (!/^message(Pinned|Unpinned|Deleted)$/.test(type)) return pins;
  const others = pins.filter((seq) => seq !== messageSeq);
  return type === "messagePinned" ? [...others, messageSeq] : others;
}

function changed(room: RoomSummary, event: RoomEvent, me: string): RoomSummary {
  if (isMessage(event)) {
    // Users can't send while there is a block; back ends can.
    const canSend = event.sender.id === "system" ? room.canSend : undefined;
    const isOwn = event.sender.id === me;
    return {
      ...room,
      canSend,
      lastMessage: event,
      unreadCount: isOwn ? 0 : room.unreadCount + 1,
      mentionCount: isOwn ? 0 : room.mentionCount + (isMentioned(event, me) ? 1 : 0),
    };
  }
  if (isMessageChange(event)) {
    const pins = pinsAfter(room.pins ?? [], event);
    const lastMessage = event.message.seq === room.lastMessage?.seq ? event.message : room.lastMessage;
    return { ...room, lastMessage, pins };
  }
  if (isTopicChange(event)) return { ...room, topic: event.topic };
  if (isPictureChange(event)) return { ...room, pictureUrl: event.pictureUrl };
  if (isRoomChange(event)) return { ...room, name: event.name };
  if (isDefaultRoleChange(event)) return { ...room, defaultRole: event.role };
  if (isMemberChange(event)) {
    if (event.type === "memberRoleChanged") {
      return event.user.id === me && event.role ? { ...room, myRole: event.role } : room;
    }
    return { ...room, memberCount: room.memberCount + (event.type === "memberAdded" ? 1 : -1) };
  }
  return room;
}
