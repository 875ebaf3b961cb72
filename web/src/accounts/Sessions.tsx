import { useLoaded } from "@chatfunctions/client/react";
import { useCallback, useState } from "react";
import { useChat } from "../app/chatContext";
import { useTask } from "../app/useTask";
import { dateOf, fullTimeOf, shortTime } from "../controls/dates";
import { FormError } from "../controls/Field";

/** The user's sessions on all devices, the last used first. All but the current one can be ended. */
export function Sessions() {
  const { chat } = useChat();
  const [ended, setEnded] = useState<ReadonlySet<string>>(new Set());
  const load = useCallback(() => chat.api.sessions(), [chat]);
  const { value, error } = useLoaded(load);
  const ending = useTask(async (ids: readonly string[]) => {
    for (const id of ids) {
      await chat.api.endSession(id);
      setEnded((before) => new Set(before).add(id));
    }
  });
  const sessions = (value ?? [])
    .filter(({ id }) => !ended.has(id))
    .sort((a, b) => Number(b.current) - Number(a.current) || b.lastUsedAt.localeCompare(a.lastUsedAt));
  const others = sessions.filter(({ current }) => !current).map(({ id }) => id);
  return (
    <section className="section">
      <h3>Devices</h3>
      <p>Where you are signed in.</p>
      <ul className="members" aria-label="Devices">
        {sessions.map((session) => (
          <li className="member" key={session.id}>
            <span className="member-text">
              <strong>{session.current ? "This device" : "Other device"}</strong>
              <small>Signed in on {dateOf(session.createdAt)}</small>
              <small title={fullTimeOf(session.lastUsedAt)}>Last used {shortTime(session.lastUsedAt)}</small>
            </span>
            {!session.current && (
              <button
                className="button quiet"
                type="button"
                disabled={ending.busy}
                aria-label={`Sign out the device signed in on ${dateOf(session.createdAt)}`}
                onClick={() => void ending.run([session.id])}
              >
                Sign out
              </button>
            )}
          </li>
        ))}
      </ul>
      <FormError error={ending.error ?? error} />
      {others.length > 1 && (
        <button className="button quiet" type="button" disabled={ending.busy} onClick={() => void ending.run(others)}>
          Sign out all other devices
        </button>
      )}
    </section>
  );
}
