import type { ContactableBy } from "@chatfunctions/client";
import { useBlocks, useLoaded } from "@chatfunctions/client/react";
import { useCallback, useEffect, useId, useRef, useState } from "react";
import { useChat } from "../app/chatContext";
import { useNotices } from "../app/notices";
import { useTask } from "../app/useTask";
import { Avatar } from "../controls/Avatar";
import { shortTime } from "../controls/dates";
import { FormError } from "../controls/Field";
import { useUnblock } from "./blocking";

const choices: Record<ContactableBy, string> = {
  everyone: "Everyone",
  sharedRooms: "People who are in a room with me",
  nobody: "Nobody",
};

/** Who can contact the user. */
export function ContactableByForm() {
  const { chat, session } = useChat();
  const name = useId();
  const load = useCallback(() => chat.api.me(), [chat]);
  const loaded = useLoaded(load);
  const [saved, setSaved] = useState<ContactableBy | null>(null);
  const [wanted, setWanted] = useState<ContactableBy | null>(null);
  const saving = useRef<Promise<unknown>>(Promise.resolve());
  const task = useTask(async (contactableBy: ContactableBy) => {
    setWanted(contactableBy);
    // One after the other, so that the last one stays.
    const before = saving.current;
    const save = async () => {
      await before.catch(() => {});
      session.setUser(await chat.api.setContactableBy(contactableBy));
      setSaved(contactableBy);
    };
    saving.current = save();
    try {
      await saving.current;
    } finally {
      setWanted((now) => (now === contactableBy ? null : now));
    }
  });
  const chosen = wanted ?? saved ?? loaded.value?.contactableBy;
  return (
    <fieldset className="section" disabled={!chosen}>
      <legend>Who can contact me</legend>
      <p>They can start a conversation with you and add you to rooms. Everyone else needs to invite you.</p>
      {(Object.keys(choices) as ContactableBy[]).map((one) => (
        <label className="check" key={one}>
          <input type="radio" name={name} checked={one === chosen} onChange={() => void task.run(one)} />
          <span>{choices[one]}</span>
        </label>
      ))}
      <FormError error={task.error ?? loaded.error} />
    </fieldset>
  );
}

/** The users whom the user has blocked; nothing while there are none. */
export function BlockedUsers() {
  const { chat } = useChat();
  const { fail } = useNotices();
  const unblock = useUnblock();
  const blocked = useBlocks();
  useEffect(() => void chat.blocks.refresh(), [chat]);
  if (blocked.size === 0) return null;
  return (
    <section className="section">
      <h3>Blocked users</h3>
      <ul className="members">
        {[...blocked.values()].map(({ user, blockedAt }) => (
          <li className="member" key={user.id}>
            <Avatar user={user} />
            <span className="member-text">
              <strong>
                <bdi>{user.username}</bdi>
              </strong>
              <small>Since {shortTime(blockedAt)}</small>
            </span>
            <button
              className="button quiet"
              type="button"
              aria-label={`Unblock ${user.username}`}
              onClick={() => void unblock(user).catch(fail)}
            >
              Unblock
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
