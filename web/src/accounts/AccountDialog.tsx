import { useState } from "react";
import { useChat } from "../app/chatContext";
import { fieldError, formError } from "../app/explain";
import { useNotices } from "../app/notices";
import { useTask } from "../app/useTask";
import { PictureForm } from "../attachments/PictureForm";
import { Avatar } from "../controls/Avatar";
import { Dialog } from "../controls/Dialog";
import { Field, FormError } from "../controls/Field";
import { DeleteAccount } from "./DeleteAccount";
import { BlockedUsers, ContactableByForm } from "./Privacy";
import { Sessions } from "./Sessions";

/** Changes picture, name, password and privacy, exports the user's data, deletes the account. */
export function AccountDialog({ onClose }: { onClose: () => void }) {
  const { chat, me, client } = useChat();
  const exporting = useTask(async () => download(`chat-${me.login ?? me.id}.json`, await chat.api.exportAccount()));
  return (
    <Dialog title="Account" onClose={onClose}>
      <OwnPicture />
      {me.identityProvider ? <ManagedAccount provider={me.identityProvider} /> : <NameForm />}
      <ContactableByForm />
      <BlockedUsers />
      {!me.identityProvider && <PasswordForm />}
      {client.account && <Sessions />}
      <section className="section">
        <h3>Your data</h3>
        <p>Download everything stored about you as one file.</p>
        <FormError error={exporting.error} />
        <button className="button quiet" type="button" disabled={exporting.busy} onClick={() => void exporting.run()}>
          Download
        </button>
      </section>
      <DeleteAccount />
    </Dialog>
  );
}

function OwnPicture() {
  const { chat, me, session } = useChat();
  return (
    <PictureForm
      canRemove={me.pictureSource === "uploaded"}
      onChange={async (picture) => session.setUser(await chat.setPicture(picture))}
    >
      <Avatar user={me} size="large" />
    </PictureForm>
  );
}

function ManagedAccount({ provider }: { provider: string }) {
  const host = provider.replace(/^https?:\/\//, "").split("/")[0];
  return (
    <p className="section">
      You sign in with <bdi>{host}</bdi>, which manages your name and password.
    </p>
  );
}

function NameForm() {
  const { chat, me, session } = useChat();
  const { tell } = useNotices();
  const [name, setName] = useState(me.username);
  const task = useTask(async () => {
    session.setUser(await chat.api.rename(name.trim()));
    tell("Name updated");
  });
  return (
    <form
      className="section"
      onSubmit={(event) => {
        event.preventDefault();
        void task.run();
      }}
    >
      <Field
        label="Display name"
        required
        maxLength={64}
        value={name}
        onChange={(event) => setName(event.target.value)}
        error={fieldError(task.error, "username")}
        {...(me.login && { hint: `You sign in as ${me.login}.` })}
      />
      <FormError error={formError(task.error, "username")} />
      <button className="button quiet" type="submit" disabled={task.busy || name.trim() === me.username}>
        Change name
      </button>
    </form>
  );
}

function PasswordForm() {
  const { chat } = useChat();
  const { tell } = useNotices();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const task = useTask(async () => {
    await chat.api.changePassword(current, next);
    setCurrent("");
    setNext("");
    tell("Password changed. Your other devices are signed out.");
  });
  return (
    <form
      className="section"
      onSubmit={(event) => {
        event.preventDefault();
        void task.run();
      }}
    >
      <h3>Password</h3>
      <Field
        label="Current password"
        type="password"
        autoComplete="current-password"
        required
        value={current}
        onChange={(event) => setCurrent(event.target.value)}
        error={fieldError(task.error, "password")}
      />
      <Field
        label="New password"
        type="password"
        autoComplete="new-password"
        required
        minLength={8}
        maxLength={128}
        value={next}
        onChange={(event) => setNext(event.target.value)}
        error={fieldError(task.error, "newPassword")}
        hint="At least 8 characters. Your other devices will be signed out."
      />
      <FormError error={formError(task.error, "newPassword", "password")} />
      <button className="button quiet" type="submit" disabled={task.busy}>
        Change password
      </button>
    </form>
  );
}

function download(name: string, value: unknown): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(value, null, 2)], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
