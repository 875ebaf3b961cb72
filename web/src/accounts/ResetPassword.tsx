import { useState } from "react";
import type { Client } from "../app/client";
import { fieldError, formError } from "../app/explain";
import { hrefs, replace } from "../app/router";
import { useTask } from "../app/useTask";
import { Field, FormError } from "../controls/Field";
import { focusFirstInput } from "../controls/focusFirstInput";
import { SignInCard } from "./SignIn";

/** The page of a reset link: sets a new password and signs in. */
export function ResetPassword({ client, code }: { client: Client; code: string }) {
  const { account, signOut } = client;
  const [password, setPassword] = useState("");
  const [isShown, setIsShown] = useState(false);
  const task = useTask(async () => {
    await account?.resetPassword(code, password);
    replace(hrefs.home);
  });
  const leaving = useTask(signOut);
  const other = (
    <p className="sign-in-other">
      <a href={hrefs.home}>Back to the chat</a>
    </p>
  );
  if (!account)
    return (
      <SignInCard title="Reset your password">
        <p className="lead">You are signed in with another account. Sign out to reset the password.</p>
        <FormError error={leaving.error} />
        <button className="button wide" type="button" disabled={leaving.busy} onClick={() => void leaving.run()}>
          Sign out
        </button>
        {other}
      </SignInCard>
    );
  return (
    <SignInCard title="Reset your password">
      <p className="lead">All your devices will be signed out.</p>
      <form
        ref={focusFirstInput}
        onSubmit={(event) => {
          event.preventDefault();
          void task.run();
        }}
      >
        <Field
          label="New password"
          name="password"
          type={isShown ? "text" : "password"}
          autoComplete="new-password"
          autoCapitalize="none"
          spellCheck={false}
          required
          minLength={8}
          maxLength={128}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          error={fieldError(task.error, "newPassword")}
          hint="At least 8 characters."
        />
        <label className="check">
          <input type="checkbox" checked={isShown} onChange={(event) => setIsShown(event.target.checked)} />
          Show password
        </label>
        <FormError error={formError(task.error, "newPassword")} />
        <button className="button wide" type="submit" disabled={task.busy}>
          Change password
        </button>
      </form>
      {other}
    </SignInCard>
  );
}
