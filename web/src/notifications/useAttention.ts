import { type RoomSummary, withNames } from "@chatfunctions/client";
import { useRooms } from "@chatfunctions/client/react";
import { useEffect, useRef } from "react";
import { useChat } from "../app/chatContext";
import { go, hrefs } from "../app/router";
import { beginning } from "../controls/beginning";
import { plainText } from "../messages/markdown";
import { senderName } from "../messages/SenderName";
import { titleOf } from "../rooms/roomName";
import { isTurnedOn, once, playSound, wanted } from "./attention";

/** Notifies the user of new messages, by each room's level, except in the room that the user is looking at. */
export function useAttention(openRoomId: string | null): void {
  const { chat, store } = useChat();
  const { phase, rooms } = useRooms();
  const known = useRef<ReadonlyMap<string, RoomSummary> | null>(null);
  useEffect(() => {
    if (phase !== "ready") return;
    const before = known.current;
    known.current = new Map(rooms.map((room) => [room.id, room]));
    for (const room of before ? rooms : []) {
      const message = room.lastMessage;
      const earlier = before?.get(room.id);
      const isNew = message && message.sender.id !== chat.me && message.seq > (earlier?.lastMessage?.seq ?? 0);
      if (!isNew || wanted(room) <= (earlier ? wanted(earlier) : 0)) continue;
      if (room.kind !== "direct" && chat.blocks.blocked.value.has(message.sender.id)) continue;
      const isSeen = room.id === openRoomId && document.hasFocus();
      once(`${room.id}/${message.seq}`, () => {
        if (isSeen) return;
        if (isTurnedOn(store, "sound")) playSound();
        if (!isTurnedOn(store, "desktop") || Notification.permission !== "granted") return;
        const text = beginning(plainText(withNames(message.text, (id) => chat.names.names.value.get(id))), 200);
        const from = senderName(message.sender);
        const body = room.kind === "direct" ? text : `${from}: ${text}`;
        const notice = new Notification(titleOf(room), { body, tag: room.id });
        notice.onclick = () => {
          window.focus();
          go(hrefs.room(room.id));
          notice.close();
        };
      });
    }
  }, [chat, store, phase, rooms, openRoomId]);
}
