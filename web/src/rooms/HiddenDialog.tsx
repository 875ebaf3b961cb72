import type { RoomSummary } from "@chatfunctions/client";
import { useLoaded, useRooms } from "@chatfunctions/client/react";
import { useCallback } from "react";
import { useChat } from "../app/chatContext";
import { useNotices } from "../app/notices";
import { hrefs } from "../app/router";
import { Dialog } from "../controls/Dialog";
import { shortTime } from "../controls/dates";
import { FormError } from "../controls/Field";
import { RoomIcon } from "./RoomIcon";
import { titleOf } from "./roomName";

/** The conversations that the user has hidden. */
export function HiddenDialog({ onClose }: { onClose: () => void }) {
  const { chat } = useChat();
  const { fail } = useNotices();
  const { rooms } = useRooms();
  const load = useCallback(() => chat.api.hiddenRooms(), [chat]);
  const { value, error } = useLoaded(load);
  // Rooms that are on the list again were shown here or have a new message.
  const hidden = value?.filter(({ id }) => !rooms.some((room) => room.id === id));
  return (
    <Dialog title="Hidden conversations" onClose={onClose}>
      <FormError error={error} />
      <p role="status">{!hidden ? (error ? "" : "Loading…") : hidden.length === 0 ? "No hidden conversations." : ""}</p>
      <ul className="members">
        {hidden?.map((room) => (
          <HiddenRoom
            key={room.id}
            room={room}
            onOpen={onClose}
            onShow={() => void chat.rooms.show(room.id).catch(fail)}
          />
        ))}
      </ul>
    </Dialog>
  );
}

function HiddenRoom({ room, onOpen, onShow }: { room: RoomSummary; onOpen: () => void; onShow: () => void }) {
  const title = titleOf(room);
  return (
    <li className="member">
      <RoomIcon room={room} />
      <span className="member-text">
        <a href={hrefs.room(room.id)} onClick={onOpen}>
          <bdi>{title}</bdi>
        </a>
        <small>{room.lastMessage ? `Last message ${shortTime(room.lastMessage.createdAt)}` : "No messages yet"}</small>
      </span>
      <button className="button quiet" type="button" aria-label={`Unhide ${title}`} onClick={onShow}>
        Unhide
      </button>
    </li>
  );
}
