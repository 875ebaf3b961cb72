import type { Ban, Room } from "@chatfunctions/client";
import { useLoaded } from "@chatfunctions/client/react";
import { useCallback, useState } from "react";
import { useChat } from "../app/chatContext";
import { useNotices } from "../app/notices";
import { Avatar } from "../controls/Avatar";
import { shortTime } from "../controls/dates";
import { FormError } from "../controls/Field";
import { isolated } from "../controls/isolated";

/** The room's banned users, if any. */
export function Bans({ room }: { room: Room }) {
  const { chat } = useChat();
  const { tell, fail } = useNotices();
  const load = useCallback(() => chat.api.bans(room.id), [chat, room.id]);
  const loaded = useLoaded(load);
  const [lifted, setLifted] = useState<ReadonlySet<string>>(new Set());
  const bans = (loaded.value ?? []).filter(({ user }) => !lifted.has(user.id));
  const unban = async ({ user }: Ban) => {
    await chat.api.unban(room.id, user.id);
    setLifted((all) => new Set(all).add(user.id));
    tell(`${isolated(user.username)} unbanned`);
  };
  if (bans.length === 0 && !loaded.error) return null;
  return (
    <section className="section">
      <h3>Banned</h3>
      <FormError error={loaded.error} />
      <ul className="members">
        {bans.map((ban) => (
          <li className="member" key={ban.user.id}>
            <Avatar user={ban.user} />
            <span className="member-text">
              <strong>
                <bdi>{ban.user.username}</bdi>
              </strong>
              <small>Since {shortTime(ban.bannedAt)}</small>
            </span>
            <button
              className="button quiet"
              type="button"
              aria-label={`Unban ${ban.user.username}`}
              onClick={() => void unban(ban).catch(fail)}
            >
              Unban
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
