import type { UserRef } from "@chatfunctions/client";
import { useChat } from "../app/chatContext";
import { go, hrefs } from "../app/router";
import { useTask } from "../app/useTask";
import { Dialog } from "../controls/Dialog";
import { FormError } from "../controls/Field";
import { PeopleSearch } from "./PeopleSearch";

/** Opens the direct room with a user, also a hidden one. */
export function useOpenDirect() {
  const { chat } = useChat();
  return async (user: UserRef) => {
    const room = await chat.rooms.direct(user.id);
    go(hrefs.room(room.id));
  };
}

export function NewDirectDialog({ onClose }: { onClose: () => void }) {
  const { chat } = useChat();
  const task = useTask(useOpenDirect());
  return (
    <Dialog title="New direct message" onClose={onClose}>
      <PeopleSearch
        label="To"
        without={new Set([chat.me])}
        onPick={async (user) => (await task.run(user)) && onClose()}
      />
      <FormError error={task.error} />
    </Dialog>
  );
}
