import type { MessageHit } from "@chatfunctions/client";
import { useRoomView } from "../messages/roomView";
import { closeCovering } from "../rooms/Panel";
import { HitText } from "./HitText";

/** A message in a room's panel. Pressing it shows the message in the room. */
export function HitButton({ hit }: { hit: MessageHit }) {
  const { roomId, jumpTo } = useRoomView();
  const show = () => {
    closeCovering(roomId);
    jumpTo(hit.message.seq);
  };
  return (
    <button className="hit" type="button" onClick={show}>
      <HitText hit={hit} />
    </button>
  );
}
