import { useRooms } from "@chatfunctions/client/react";
import { Icon } from "../controls/Icon";
import { useChat } from "./chatContext";
import { hrefs } from "./router";

/** Shown on a wide screen while no room is open. */
export function Welcome() {
  const { me } = useChat();
  const { rooms } = useRooms();
  return (
    <div className="blank">
      <Icon name="chat" className="blank-icon" />
      <h1>
        Hello, <bdi>{me.username}</bdi>
      </h1>
      <p>{rooms.length > 0 ? "Pick a conversation to continue." : "You're not in any rooms yet."}</p>
      <a className="button" href={hrefs.discover}>
        Discover public rooms
      </a>
    </div>
  );
}
