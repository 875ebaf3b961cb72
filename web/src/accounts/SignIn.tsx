import type { AccountSession } from "@chatfunctions/client";
import { useState } from "react";
import { fieldError, formError } from "../app/explain";
import { useRoute } from "../app/router";
import { useTask } from "../app/useTask";
import { Field, FormError } from "../controls/Field";
import { focusFirstInput } from "../controls/focusFirstInput";
import { Icon } from "../controls/Icon";

/** Signs in or registers. An invitation link stays in the address until then. */
export function SignIn({ session, ended }: { session: AccountSession; ended: boolean }) {
  const invited = useRoute().page === "join";
  const [choice, choose] = useState<boolean | null>(null);
  const isNew = choice ?? invited;
  return (
    <main className="sign-in">
      <div className="sign-in-card">
        <header className="brand">
          <span className="brand-mark">
            <Icon name="chat" />
          </span>
          ChatFunctions
        </header>
        <h1>{isNew ? "Create your account" : "Sign in"}</h1>
        {invited && (
          <p className="lead">You've been invited to a room. {isNew ? "Create an account" : "Sign in"} to join it.</p>
        )}
        {ended && (
          <p className="lead" role="status">
            Your session has ended. Sign in again. Unsent messages are saved.
          </p>
        )}
        <SignInForm key={String(isNew)} session={session} isNew={isNew} />
        <p className="sign-in-other">
          {isNew ? "Already have an account?" : "New here?"}{" "}
          <button className="link-button" type="button" onClick={() => choose(!isNew)}>
            {isNew ? "Sign in" : "Create an account"}
          </button>
        </p>
      </div>
    </main>
  );
}

function SignInForm({ session, isNew }: { session: AccountSession; isNew: boolean }) {
  const [login, setLogin] = useState("");
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const task = useTask(() =>
    isNew
      ? session.register(login.trim(), password, username.trim() || undefined)
      : session.login(login.trim(), password),
  );
  return (
    <form
      ref={focusFirstInput}
      onSubmit={(event) => {
        event.preventDefault();
        void task.run();
      }}
    >
      <Field
        label="Username or email"
        name="login"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        value={login}
        onChange={(event) => setLogin(event.target.value)}
        error={fieldError(task.error, "login")}
        {...(isNew && { hint: "3-64 letters, digits, or . _ - @" })}
      />
      {isNew && (
        <Field
          label="Display name"
          name="name"
          autoComplete="nickname"
          maxLength={64}
          value={username}
          onChange={(event) => setUsername(event.target.value)}
          error={fieldError(task.error, "username")}
          hint="Optional. Defaults to your username."
        />
      )}
      <Field
        label="Password"
        name="password"
        type="password"
        autoComplete={isNew ? "new-password" : "current-password"}
        required
        minLength={isNew ? 8 : undefined}
        maxLength={128}
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        error={fieldError(task.error, "password")}
        {...(isNew && { hint: "At least 8 characters." })}
      />
      <FormError error={formError(task.error, "login", "password", "username")} />
      <button className="button wide" type="submit" disabled={task.busy}>
        {isNew ? "Create account" : "Sign in"}
      </button>
    </form>
  );
}
