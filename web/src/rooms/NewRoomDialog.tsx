import type { User } from "@chatfunctions/client";
import { useState } from "react";
import { useChat } from "../app/chatContext";
import { fieldError, formError } from "../app/explain";
import { go, hrefs } from "../app/router";
import { useTask } from "../app/useTask";
import { Dialog } from "../controls/Dialog";
import { Field, FormError } from "../controls/Field";
import { Icon } from "../controls/Icon";
import { PeopleSearch } from "./PeopleSearch";

/** Creates a room with a name, a kind and first members. */
export function NewRoomDialog({ onClose }: { onClose: () => void }) {
  const { chat } = useChat();
  const [name, setName] = useState("");
  const [isPublic, setIsPublic] = useState(false);
  const [people, setPeople] = useState<readonly User[]>([]);
  const task = useTask(async () => {
    const ids = people.map((user) => user.id);
    const room = await chat.rooms.create(name.trim(), { kind: isPublic ? "public" : "private", members: ids });
    onClose();
    go(hrefs.room(room.id));
  });
  return (
    <Dialog title="New room" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void task.run();
        }}
      >
        <Field
          label="Name"
          required
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.target.value)}
          error={fieldError(task.error, "name")}
        />
        <label className="check">
          <input type="checkbox" checked={isPublic} onChange={(event) => setIsPublic(event.target.checked)} />
          <span>
            Public <small>Anyone can find and join it.</small>
          </span>
        </label>
        <PeopleSearch
          label="Add people"
          without={new Set([chat.me, ...people.map((user) => user.id)])}
          onPick={(user) => setPeople([...people, user])}
        />
        {people.length > 0 && (
          <ul className="chips" aria-label="People to add">
            {people.map((user) => (
              <li className="chip" key={user.id}>
                <bdi>{user.username}</bdi>
                <button
                  type="button"
                  aria-label={`Remove ${user.username}`}
                  onClick={() => setPeople(people.filter((one) => one !== user))}
                >
                  <Icon name="close" />
                </button>
              </li>
            ))}
          </ul>
        )}
        <FormError error={formError(task.error, "name")} />
        <div className="dialog-actions">
          <button className="button" type="submit" disabled={task.busy || name.trim() === ""}>
            Create room
          </button>
        </div>
      </form>
    </Dialog>
  );
}
