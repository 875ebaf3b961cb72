import type { Room, RoomSummary } from "@chatfunctions/client";
import { usePresence, useRooms } from "@chatfunctions/client/react";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useState } from "react";
import { useChat } from "../app/chatContext";
import { go, hrefs } from "../app/router";
import { useTask } from "../app/useTask";
import { Avatar } from "../controls/Avatar";
import { Dialog } from "../controls/Dialog";
import { FormError } from "../controls/Field";
import { folded } from "../controls/folded";
import { isComposing } from "../controls/isComposing";
import { useOpenDirect } from "./NewDirectDialog";
import { useUsers } from "./PeopleSearch";
import { RoomIcon } from "./RoomIcon";
import { titleOf } from "./roomName";

interface Choice {
  readonly key: string;
  readonly icon: ReactNode;
  readonly name: string;
  readonly detail: string | undefined;
  readonly open: () => Promise<unknown>;
}

const mostRooms = 12;

/** Finds a room or a person by name and goes there. The field keeps the focus; arrow keys choose. */
export function QuickSwitcher({ onClose }: { onClose: () => void }) {
  const id = useId();
  const [q, setQ] = useState("");
  const [chosen, setChosen] = useState(0);
  const { choices, isSearching } = useChoices(q.trim());
  const opening = useTask(async (choice: Choice) => {
    await choice.open();
    onClose();
  });
  const current = Math.min(chosen, choices.length - 1);
  const optionId = (index: number) => `${id}-${index}`;
  useEffect(() => {
    document.getElementById(`${id}-${current}`)?.scrollIntoView({ block: "nearest" });
  }, [id, current]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event) || choices.length === 0) return;
    const choice = choices[current];
    if (event.key === "ArrowDown") setChosen((current + 1) % choices.length);
    else if (event.key === "ArrowUp") setChosen((current + choices.length - 1) % choices.length);
    else if (event.key === "Enter" && choice) void opening.run(choice);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog title="Go to" onClose={onClose}>
      <input
        className="switcher-field"
        role="combobox"
        aria-label="Room or person"
        aria-expanded={choices.length > 0}
        aria-controls={id}
        aria-autocomplete="list"
        aria-activedescendant={choices.length > 0 ? optionId(current) : undefined}
        dir="auto"
        autoComplete="off"
        placeholder="Room or person"
        value={q}
        onChange={(event) => {
          setQ(event.target.value);
          setChosen(0);
        }}
        onKeyDown={onKeyDown}
      />
      <FormError error={opening.error} />
      <div id={id} className="switcher-choices" role="listbox" aria-label="Rooms and people">
        {choices.map((choice, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the focus and handles the keys
          <div
            key={choice.key}
            id={optionId(index)}
            className="person-pick"
            role="option"
            aria-selected={index === current}
            tabIndex={-1}
            onClick={() => void opening.run(choice)}
          >
            {choice.icon}
            <bdi>{choice.name}</bdi>
            {choice.detail && <small>{choice.detail}</small>}
          </div>
        ))}
      </div>
      <p role="status">{isSearching ? "Searching…" : choices.length === 0 && "Nothing found."}</p>
    </Dialog>
  );
}

/** The user's rooms, unread ones first, and people without a conversation in the list. */
function useChoices(q: string): { readonly choices: readonly Choice[]; readonly isSearching: boolean } {
  const { me } = useChat();
  const online = usePresence();
  const openDirect = useOpenDirect();
  const { rooms } = useRooms();
  const found = useUsers(q);
  const peers = new Set(rooms.flatMap((room) => (room.kind === "direct" && room.with ? [room.with.id] : [me.id])));
  const choices = [
    ...matching(rooms, q).map<Choice>((room) => ({
      key: room.id,
      icon: <RoomIcon room={room} />,
      name: titleOf(room),
      detail: room.unreadCount > 0 ? `${room.unreadCount} unread` : undefined,
      open: async () => go(hrefs.room(room.id)),
    })),
    ...(found?.users ?? [])
      .filter((user) => user.id !== me.id && !peers.has(user.id))
      .map<Choice>((user) => ({
        key: user.id,
        icon: <Avatar user={user} online={online?.has(user.id)} />,
        name: user.username,
        detail: user.login ?? undefined,
        open: () => openDirect(user),
      })),
  ];
  return { choices, isSearching: q !== "" && !found };
}

function matching(rooms: readonly RoomSummary[], q: string): readonly RoomSummary[] {
  const wanted = folded(q);
  const rank = (room: Room & { unreadCount: number }) =>
    wanted === "" ? (room.unreadCount > 0 ? 0 : 1) : folded(titleOf(room)).startsWith(wanted) ? 0 : 1;
  return rooms
    .filter((room) => folded(titleOf(room)).includes(wanted))
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, mostRooms);
}
