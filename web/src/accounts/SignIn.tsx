import { type AccountSession, ApiError, type KeyValueStore } from "@chatfunctions/client";
import { type ReactNode, useEffect, useState } from "react";
import { apiUrl } from "../app/client";
import { fieldError, formError } from "../app/explain";
import { useRoute } from "../app/router";
import { useTask } from "../app/useTask";
import { Field, FormError } from "../controls/Field";
import { focusFirstInput } from "../controls/focusFirstInput";
import { Icon } from "../controls/Icon";
import { ProviderSignIn, type SignInOptions, type SignInProvider } from "./provider";

/** Signs in or registers. An invitation link stays in the address until then. */
export function SignIn(props: { session: AccountSession; store: KeyValueStore; notice: string | undefined }) {
  const { session, store, notice } = props;
  const invited = useRoute().page === "join";
  const options = useSignInOptions(store);
  const [choice, choose] = useState<boolean | null>(null);
  const isNew = options?.localAccounts === true && (choice ?? invited);
  return (
    <SignInCard title={isNew ? "Create your account" : "Sign in"}>
      {invited && (
        <p className="lead">You've been invited to a room. {isNew ? "Create an account" : "Sign in"} to join it.</p>
      )}
      {notice && (
        <p className="lead" role="status">
          {notice}
        </p>
      )}
      {options?.providers.map((provider) => (
        <ProviderButton key={provider.authority} provider={provider} store={store} />
      ))}
      {options?.localAccounts && (
        <>
          <SignInForm key={String(isNew)} session={session} isNew={isNew} />
          <p className="sign-in-other">
            {isNew ? "Already have an account?" : "New here?"}{" "}
            <button className="link-button" type="button" onClick={() => choose(!isNew)}>
              {isNew ? "Sign in" : "Create an account"}
            </button>
          </p>
        </>
      )}
    </SignInCard>
  );
}

/** The frame of pages for users who aren't signed in. */
export function SignInCard({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="sign-in">
      <div className="sign-in-card">
        <header className="brand">
          <span className="brand-mark">
            <Icon name="chat" />
          </span>
          ChatFunctions
        </header>
        <h1>{title}</h1>
        {children}
      </div>
    </main>
  );
}

/** Leaves for the provider's page. */
function ProviderButton({ provider, store }: { provider: SignInProvider; store: KeyValueStore }) {
  const task = useTask(async () => {
    try {
      await new ProviderSignIn(store, provider).begin();
    } catch (cause) {
      throw new ApiError(0, { detail: `Can't reach ${provider.name}. Try again.` }, undefined, { cause });
    }
  });
  return (
    <div className="sign-in-provider">
      <button className="button quiet wide" type="button" disabled={task.busy} onClick={() => void task.run()}>
        Continue with {provider.name}
      </button>
      <FormError error={task.error} />
    </div>
  );
}

const localOnly: SignInOptions = { localAccounts: true, providers: [] };

/** How users can sign in; null until that is known. The last answer is kept, because the API may take seconds to start. */
function useSignInOptions(store: KeyValueStore): SignInOptions | null {
  const [options, setOptions] = useState(() => readOptions(store));
  useEffect(() => {
    const stop = new AbortController();
    const load = async () => {
      const response = await fetch(`${apiUrl}/api/identity`, { signal: stop.signal });
      if (!response.ok) throw new Error(`GET /identity: ${response.status}`);
      const answer = (await response.json()) as SignInOptions;
      store.set("identity", JSON.stringify(answer));
      setOptions(answer);
    };
    load().catch(() => {
      if (!stop.signal.aborted) setOptions((known) => known ?? localOnly);
    });
    return () => stop.abort();
  }, [store]);
  return options;
}

function readOptions(store: KeyValueStore): SignInOptions | null {
  const text = store.get("identity");
  return text === null ? null : (JSON.parse(text) as SignInOptions);
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
