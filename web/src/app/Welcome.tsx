import { Icon } from "../controls/Icon";
import { useChat } from "./chatContext";
import { hrefs } from "./router";
import { useCell } from "./useCell";

/** What is shown on a wide screen before a room is chosen. */
export function Welcome() {
  const { chat, me } = useChat();
  const { rooms } = useCell(chat.rooms.state);
  return (
    <div className="blank">
      <Icon name="chat" className="blank-icon" />
      <h1>Hello, {me.username}</h1>
      <p>{rooms.length > 0 ? "Choose a room to go on where you left off." : "You aren't in any room yet."}</p>
      <a className="button" href={hrefs.discover}>
        Discover public rooms
      </a>
    </div>
  );
}
