import type { FakeChat } from "./fakeChat";
import type { SessionRecord, UserRecord } from "./records";
import { invalid, Refusal } from "./refusal";
import { type Answer, empty, ok, type Route } from "./route";

export function addUser(chat: FakeChat, login: string, password: string, username = login): UserRecord {
  const createdAt = chat.timestamp();
  const user = { id: chat.newId("u"), login, username, password, createdAt, onlineUntil: 0, notifications: [] };
  chat.users.set(user.id, user);
  return user;
}

const self = ({ id, login, username, createdAt }: UserRecord) => ({ id, login, username, createdAt });

function freshTokens(chat: FakeChat) {
  const accessTokenExpiresAt = chat.clock.now() + chat.accessTokenLife;
  return { accessToken: chat.newId("access-"), accessTokenExpiresAt, refreshToken: chat.newId("refresh-") };
}

function answerSession(chat: FakeChat, session: SessionRecord, status: number): Answer {
  const { accessToken, refreshToken } = session;
  const accessTokenExpiresAt = chat.timestamp(session.accessTokenExpiresAt);
  const refreshTokenExpiresAt = chat.timestamp(chat.clock.now() + 30 * 86_400_000);
  const user = self(chat.user(session.userId));
  return ok({ accessToken, accessTokenExpiresAt, refreshToken, refreshTokenExpiresAt, user }, status);
}

function open(chat: FakeChat, user: UserRecord, status: number): Answer {
  const session: SessionRecord = { userId: user.id, ...freshTokens(chat), spent: new Set() };
  chat.sessions.push(session);
  return answerSession(chat, session, status);
}

const end = (chat: FakeChat, session: SessionRecord) => chat.sessions.splice(chat.sessions.indexOf(session), 1);

function checkPassword(user: UserRecord | undefined, password: string): UserRecord {
  if (user?.password === password) return user;
  throw new Refusal(401, "invalid_credentials", "The login or the password is wrong.");
}

export const accountRoutes: Route[] = [
  {
    method: "POST",
    path: "/register",
    open: true,
    handle({ chat, body }) {
      const login = String(body.login ?? "").toLowerCase();
      if (!/^[a-z0-9._@-]{3,64}$/.test(login)) throw invalid("login", "Use 3 to 64 of a-z, 0-9 and . _ - @.");
      if (String(body.password ?? "").length < 8) throw invalid("password", "Use at least 8 characters.");
      if ([...chat.users.values()].some((user) => user.login === login)) {
        throw new Refusal(409, "login_taken", "This login is taken.");
      }
      return open(chat, addUser(chat, login, body.password, body.username || login), 201);
    },
  },
  {
    method: "POST",
    path: "/login",
    open: true,
    handle({ chat, body }) {
      const user = [...chat.users.values()].find((one) => one.login === String(body.login).toLowerCase());
      return open(chat, checkPassword(user, body.password), 200);
    },
  },
  {
    method: "POST",
    path: "/refresh",
    open: true,
    handle({ chat, body }) {
      const refused = new Refusal(401, "invalid_refresh_token", "Sign in again.");
      const { refreshToken, attemptId } = body;
      const again = chat.sessions.find(
        ({ madeFor }) => attemptId && madeFor?.refreshToken === refreshToken && madeFor?.attemptId === attemptId,
      );
      if (again) return answerSession(chat, again, 200);
      const reused = chat.sessions.find((one) => one.spent.has(refreshToken));
      if (reused) end(chat, reused);
      const session = chat.sessions.find((one) => one.refreshToken === refreshToken);
      if (!session) throw refused;
      session.spent.add(session.refreshToken);
      Object.assign(session, freshTokens(chat), { madeFor: { refreshToken, attemptId } });
      return answerSession(chat, session, 200);
    },
  },
  {
    method: "POST",
    path: "/logout",
    handle({ chat, session }) {
      end(chat, session);
      return empty;
    },
  },
  { method: "GET", path: "/me", handle: ({ me }) => ok(self(me)) },
  {
    method: "PATCH",
    path: "/me",
    handle({ me, body }) {
      if (!body.username) throw invalid("username", "Choose a name.");
      me.username = body.username;
      return ok(self(me));
    },
  },
  {
    method: "PUT",
    path: "/me/password",
    handle({ chat, me, session, body }) {
      checkPassword(me, body.currentPassword);
      me.password = body.newPassword;
      for (const one of chat.sessions.filter((other) => other.userId === me.id && other !== session)) end(chat, one);
      return empty;
    },
  },
  {
    method: "DELETE",
    path: "/me",
    handle({ chat, me, body }) {
      checkPassword(me, body.password);
      for (const one of chat.sessions.filter((other) => other.userId === me.id)) end(chat, one);
      chat.users.delete(me.id);
      return ok({ id: me.id, deleted: true });
    },
  },
  { method: "GET", path: "/me/export", handle: ({ me }) => ok({ user: self(me) }) },
];
