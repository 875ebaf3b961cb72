import { useState } from "react";
import { useChat } from "../app/chatContext";
import { fieldError, formError } from "../app/explain";
import { useTask } from "../app/useTask";
import { Field, FormError } from "../controls/Field";
import { focusFirstInput } from "../controls/focusFirstInput";

/** Deletes the account after asking for the password, if there is one, because this can't be undone. */
export function DeleteAccount() {
  const { chat, client, me } = useChat();
  const [open, setOpen] = useState(false);
  const [password, setPassword] = useState("");
  const task = useTask(async () => {
    await chat.api.deleteAccount(me.identityProvider ? undefined : password);
    await client.forget();
  });
  return (
    <section className="section">
      <h3>Delete account</h3>
      <p>
        Permanently erases your name and the text of your messages{me.login && ", and frees your username"}. This can't
        be undone.
      </p>
      {open ? (
        <form
          ref={focusFirstInput}
          onSubmit={(event) => {
            event.preventDefault();
            void task.run();
          }}
        >
          {!me.identityProvider && (
            <Field
              label="Your password"
              type="password"
              autoComplete="current-password"
              required
              value={password}
              onChange={(event) => setPassword(event.target.value)}
              error={fieldError(task.error, "password")}
            />
          )}
          <FormError error={formError(task.error, "password")} />
          <button className="button danger" type="submit" disabled={task.busy}>
            Delete my account
          </button>
        </form>
      ) : (
        <button className="button danger quiet" type="button" onClick={() => setOpen(true)}>
          Delete account…
        </button>
      )}
    </section>
  );
}
