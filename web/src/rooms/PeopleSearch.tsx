import type { ApiError, User } from "@chatfunctions/client";
import { useLoaded, usePresence } from "@chatfunctions/client/react";
import { useCallback, useId, useRef, useState } from "react";
import { useChat } from "../app/chatContext";
import { explain } from "../app/explain";
import { typingPause } from "../app/typingPause";
import { Avatar } from "../controls/Avatar";
import { isComposing } from "../controls/isComposing";
import { rove } from "../controls/rove";

interface Found {
  readonly users: readonly User[];
  readonly error: ApiError | null;
}

/** Finds users by a word of their name or by their login. Arrow keys move from the field into the results. */
export function PeopleSearch({
  label,
  without,
  onPick,
}: {
  label: string;
  /** The ids of users to leave out. */
  without: ReadonlySet<string>;
  onPick: (user: User) => void;
}) {
  const online = usePresence();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const found = useUsers(text.trim());
  const users = found?.users.filter((user) => !without.has(user.id)) ?? [];
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: moves the focus between the field and the results in it
    <div className="field" onKeyDown={(event) => rove(event, "input, .person-pick")}>
      <label htmlFor={id}>{label}</label>
      <input
        ref={input}
        id={id}
        type="search"
        dir="auto"
        autoComplete="off"
        placeholder="Name or username"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || isComposing(event)) return;
          event.preventDefault();
          if (users[0]) pick(users[0]);
        }}
      />
      <div className="field-hint" role="status">
        {found?.error ? explain(found.error) : found && users.length === 0 ? "No people found." : ""}
      </div>
      {users.length > 0 && (
        <ul className="people">
          {users.map((user) => (
            <li key={user.id}>
              <button className="person-pick" type="button" onClick={() => pick(user)}>
                <Avatar user={user} size="small" online={online?.has(user.id)} />
                <bdi>{user.username}</bdi>
                {user.login && <small>{user.login}</small>}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );

  function pick(user: User) {
    setText("");
    // The focused result is about to be removed.
    input.current?.focus();
    onPick(user);
  }
}

/** The users with this text in their names; null until they are found. */
export function useUsers(q: string): Found | null {
  const { chat } = useChat();
  const search = useCallback(
    async (signal: AbortSignal) => {
      await typingPause(signal);
      return (await chat.api.searchUsers(q, signal)).items;
    },
    [chat, q],
  );
  const { value, error, isCurrent } = useLoaded(q === "" ? null : search);
  return q !== "" && isCurrent ? { users: error ? [] : (value ?? []), error } : null;
}
