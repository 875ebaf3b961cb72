import type { Room } from "@chatfunctions/client";
import { useIsBlocked, useUnblock } from "../accounts/blocking";
import { useNotices } from "../app/notices";

/** Why the user can't write in a room. */
export function ComposerClosed({ room }: { room: Room }) {
  const { fail } = useNotices();
  const unblock = useUnblock();
  const peer = room.with;
  const isBlocked = useIsBlocked(peer?.id);
  return (
    <p className="composer-closed" role="status">
      {peer && isBlocked ? (
        <>
          You blocked <bdi>{peer.username}</bdi>.{" "}
          <button className="link-button" type="button" onClick={() => void unblock(peer).catch(fail)}>
            Unblock
          </button>
        </>
      ) : room.kind === "direct" ? (
        "You can't message this person."
      ) : (
        "Only some members can post here."
      )}
    </p>
  );
}
