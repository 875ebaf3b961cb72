import type { Invitation, Room } from "@chatfunctions/client";
import { useLoaded } from "@chatfunctions/client/react";
import { useCallback, useState } from "react";
import { useChat } from "../app/chatContext";
import { copyText } from "../app/copyText";
import { useNotices } from "../app/notices";
import { hrefs } from "../app/router";
import { useTask } from "../app/useTask";
import { shortTime } from "../controls/dates";
import { FormError } from "../controls/Field";
import { Icon } from "../controls/Icon";

const week = 7 * 24;

/** Creates, copies and revokes invite links. */
export function Invitations({ room }: { room: Room }) {
  const { chat } = useChat();
  const { tell, fail } = useNotices();
  const load = useCallback(() => chat.api.invitations(room.id), [chat, room.id]);
  const loaded = useLoaded(load);
  const [made, setMade] = useState<readonly Invitation[]>([]);
  const [revoked, setRevoked] = useState<ReadonlySet<string>>(new Set());
  const list = [...(loaded.value ?? []), ...made].filter(({ code }) => !revoked.has(code));
  const [once, setOnce] = useState(false);
  const task = useTask(async () => {
    const invitation = await chat.api.createInvitation(room.id, once ? 1 : undefined, week);
    setMade((all) => [...all, invitation]);
    await copy(invitation);
  });
  const copy = async (invitation: Invitation) => {
    tell((await copyText(linkOf(invitation))) ? "Link copied" : "Couldn't copy. Select the link below to copy it.");
  };
  const revoke = async (invitation: Invitation) => {
    await chat.api.revokeInvitation(room.id, invitation.code);
    setRevoked((all) => new Set(all).add(invitation.code));
  };
  return (
    <section className="section">
      <h3>Invite by link</h3>
      <label className="check">
        <input type="checkbox" checked={once} onChange={(event) => setOnce(event.target.checked)} />
        <span>
          Single use <small>Works for one person. Links expire after a week.</small>
        </span>
      </label>
      <FormError error={task.error ?? loaded.error} />
      <button className="button quiet" type="button" disabled={task.busy} onClick={() => void task.run()}>
        <Icon name="link" />
        Create link
      </button>
      <ul className="invitations">
        {list.map((invitation) => (
          <li key={invitation.code}>
            <input
              readOnly
              aria-label="Invite link"
              value={linkOf(invitation)}
              onFocus={(event) => event.target.select()}
            />
            <small>
              {usesOf(invitation)}
              {invitation.expiresAt && ` · expires ${shortTime(invitation.expiresAt)}`}
            </small>
            <button className="icon-button" type="button" aria-label="Copy link" onClick={() => copy(invitation)}>
              <Icon name="copy" />
            </button>
            <button
              className="icon-button"
              type="button"
              aria-label="Revoke link"
              onClick={() => revoke(invitation).catch(fail)}
            >
              <Icon name="trash" />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function usesOf({ uses, maxUses }: Invitation): string {
  if (uses === 0) return "Not used yet";
  if (maxUses && maxUses > 1) return `Used ${uses} of ${maxUses} times`;
  return uses === 1 ? "Used once" : `Used ${uses} times`;
}

const linkOf = ({ code }: Invitation) => `${location.origin}${location.pathname}${hrefs.join(code)}`;
