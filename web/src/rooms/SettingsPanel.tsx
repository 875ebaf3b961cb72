import type { Room } from "@chatfunctions/client";
import { useState } from "react";
import { useChat } from "../app/chatContext";
import { fieldError, formError } from "../app/explain";
import { useNotices } from "../app/notices";
import { go, hrefs } from "../app/router";
import { useTask } from "../app/useTask";
import { PictureForm } from "../attachments/PictureForm";
import { Confirm } from "../controls/Confirm";
import { Field, FormError } from "../controls/Field";
import { useRoomView } from "../messages/roomView";
import { Bans } from "./Bans";
import { Invitations } from "./Invitations";
import { Panel } from "./Panel";
import { RoomIcon } from "./RoomIcon";

/** The room's picture, name, topic and invitations, leaving and deleting it. A direct room has none of these. */
export function SettingsPanel({ room }: { room: Room }) {
  const { chat } = useChat();
  const { canModerate } = useRoomView();
  const [asking, setAsking] = useState<"leave" | "delete" | null>(null);
  const gone = () => go(hrefs.home);
  return (
    <Panel title="Room settings" roomId={room.id}>
      {canModerate && (
        <PictureForm canRemove={!!room.pictureUrl} onChange={(picture) => chat.rooms.setPicture(room.id, picture)}>
          <RoomIcon room={room} />
        </PictureForm>
      )}
      {canModerate && <TextSetting room={room} label="Name" field="name" maxLength={100} action="Rename" />}
      {canModerate && <TextSetting room={room} label="Topic" field="topic" maxLength={250} action="Set topic" />}
      {canModerate && <DefaultRole room={room} />}
      {canModerate && <Invitations room={room} />}
      {canModerate && <Bans room={room} />}
      <section className="section">
        <h3>Leave</h3>
        <p>You'll no longer see this room.</p>
        <button className="button quiet" type="button" onClick={() => setAsking("leave")}>
          Leave room…
        </button>
      </section>
      {room.myRole === "owner" && (
        <section className="section">
          <h3>Delete</h3>
          <p>Permanently deletes the room and its messages for everyone.</p>
          <button className="button danger quiet" type="button" onClick={() => setAsking("delete")}>
            Delete room…
          </button>
        </section>
      )}
      {asking === "leave" && (
        <Confirm
          title="Leave room"
          action="Leave"
          onConfirm={() => chat.rooms.leave(room.id).then(gone)}
          onClose={() => setAsking(null)}
        >
          Leave <bdi>{room.name}</bdi>?{room.kind === "private" && " You'll need an invitation to come back."}
        </Confirm>
      )}
      {asking === "delete" && (
        <Confirm
          title="Delete room"
          action="Delete for everyone"
          onConfirm={() => chat.rooms.delete(room.id).then(gone)}
          onClose={() => setAsking(null)}
        >
          Delete <bdi>{room.name}</bdi> and all its messages? This can't be undone.
        </Confirm>
      )}
    </Panel>
  );
}

/** The name or the topic. Only the topic can be empty. */
function TextSetting({
  room,
  label,
  field,
  maxLength,
  action,
}: {
  room: Room;
  label: string;
  field: "name" | "topic";
  maxLength: number;
  action: string;
}) {
  const { chat } = useChat();
  const { tell } = useNotices();
  const present = room[field] ?? "";
  const [text, setText] = useState(present);
  const task = useTask(async () => {
    await chat.rooms.update(room.id, { [field]: text.trim() });
    tell(field === "name" ? "Room renamed" : "Topic changed");
  });
  const isRequired = field === "name";
  return (
    <form
      className="section"
      onSubmit={(event) => {
        event.preventDefault();
        void task.run();
      }}
    >
      <Field
        label={label}
        required={isRequired}
        maxLength={maxLength}
        value={text}
        onChange={(event) => setText(event.target.value)}
        error={fieldError(task.error, field)}
      />
      <FormError error={formError(task.error, field)} />
      <button
        className="button quiet"
        type="submit"
        disabled={task.busy || (isRequired && text.trim() === "") || text.trim() === present}
      >
        {action}
      </button>
    </form>
  );
}

function DefaultRole({ room }: { room: Room }) {
  const { chat } = useChat();
  const [wanted, setWanted] = useState<Room["defaultRole"]>();
  const task = useTask(async (defaultRole: Room["defaultRole"]) => {
    setWanted(defaultRole);
    try {
      await chat.rooms.update(room.id, { defaultRole });
    } finally {
      setWanted(undefined);
    }
  });
  return (
    <section className="section">
      <h3>New members</h3>
      <label className="check">
        <input
          type="checkbox"
          checked={(wanted ?? room.defaultRole) === "reader"}
          onChange={(event) => void task.run(event.target.checked ? "reader" : "member")}
        />
        <span>
          Read only <small>New members can't post. Roles of current members don't change.</small>
        </span>
      </label>
      <FormError error={task.error} />
    </section>
  );
}
