import { type Connection, isDown } from "@chatfunctions/client";
import { useConnection } from "@chatfunctions/client/react";
import { useEffect, useState } from "react";
import { Icon } from "../controls/Icon";
import { useChat } from "./chatContext";

const words: Partial<Record<Connection, string>> = {
  polling: "No live connection. Messages may be delayed.",
  offline: "You're offline. Your messages will be sent when you reconnect.",
  unreachable: "Can't reach the server. Your messages will be sent when it responds.",
};

/** Whether the connection works. If it doesn't, only the banner offers to retry. */
export function useIsConnected(): boolean {
  return words[useConnection()] === undefined;
}

/** A short interruption isn't shown. */
const patience = 2_500;

/** Shows connection problems and offers to retry. */
export function ConnectionBanner() {
  const { chat } = useChat();
  const connection = useConnection();
  const [shown, setShown] = useState<Connection>("live");
  useEffect(() => {
    const timer = setTimeout(() => setShown(connection), connection === "live" ? 0 : patience);
    return () => clearTimeout(timer);
  }, [connection]);
  const text = words[shown];
  return (
    <div role="status">
      {text && (
        <div className="banner" data-kind={shown}>
          <Icon name={isDown(shown) ? "offline" : "clock"} />
          <span>{text}</span>
          <button className="link-button" type="button" onClick={() => chat.wake()}>
            Try now
          </button>
        </div>
      )}
    </div>
  );
}
