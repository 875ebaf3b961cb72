import type { Clock } from "../../src/chat/clock";
import { accountRoutes } from "./accounts";
import { memberRoutes } from "./members";
import { messageRoutes } from "./messages";
import { peopleRoutes } from "./people";
import type { MemberRecord, RoomRecord, SessionRecord, UserRecord } from "./records";
import { Refusal } from "./refusal";
import { roomRoutes } from "./rooms";
import { type Answer, match, type Route } from "./route";

/** A live connection as the fake sees it. */
export type Listener = (target: string, args: unknown[]) => void;

export interface FakeRequest {
  readonly method: string;
  /** Path and query, from `/api` on. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const routes: Route[] = [...accountRoutes, ...roomRoutes, ...memberRoutes, ...messageRoutes, ...peopleRoutes];

/**
 * The API in memory, for tests and for looking at the page without a back end. It keeps the contract's promises about order,
 * idempotency, rotation and visibility; it doesn't check lengths or limit rates.
 */
export class FakeChat {
  readonly clock: Clock;
  readonly users = new Map<string, UserRecord>();
  readonly sessions: SessionRecord[] = [];
  readonly rooms = new Map<string, RoomRecord>();
  readonly listeners = new Map<Listener, string>();
  /** How long an access token is good, in ms. */
  accessTokenLife = 15 * 60_000;
  /** Whether a reaction moves its message's version, as an edit and the deletion do. */
  reactionsCount = false;
  #ids = 0;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  newId(prefix: string): string {
    return `${prefix}${(++this.#ids).toString(36)}`;
  }

  timestamp(ms = this.clock.now()): string {
    return new Date(ms).toISOString();
  }

  async handle(request: FakeRequest): Promise<Answer> {
    try {
      return await this.#dispatch(request);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { status, code, message, errors } = error;
      return { status, body: { type: "about:blank", title: code, status, detail: message, code, errors } };
    }
  }

  #dispatch({ method, url, headers, body }: FakeRequest): Answer | Promise<Answer> {
    const { pathname, searchParams } = new URL(url, "http://fake");
    for (const route of routes) {
      const params = match(route, method, pathname.replace(/^\/api/, ""));
      if (!params) continue;
      const session = this.#sessionOf(headers.authorization);
      if (!session && !route.open) throw new Refusal(401, "unauthorized", "Sign in first.");
      const me = session && this.users.get(session.userId);
      const ask = { chat: this, params, query: searchParams, body: body ? JSON.parse(body) : {}, headers, me, session };
      return route.handle(ask as Parameters<Route["handle"]>[0]);
    }
    throw new Refusal(404, "not_found", "There's nothing at this address.");
  }

  #sessionOf(authorization = ""): SessionRecord | undefined {
    const now = this.clock.now();
    const accessToken = authorization.replace(/^Bearer /, "");
    return this.sessions.find((one) => one.accessToken === accessToken && one.accessTokenExpiresAt > now);
  }

  user(userId: string): UserRecord {
    const user = this.users.get(userId);
    if (!user) throw new Refusal(404, "user_not_found", "There's no such user.");
    return user;
  }

  /** The room and the caller's membership. Rooms that the caller can't know of don't exist for it. */
  roomOf(me: UserRecord, roomId: string | undefined): { room: RoomRecord; member: MemberRecord } {
    const room = this.rooms.get(roomId ?? "");
    const member = room?.members.get(me.id);
    if (room && member) return { room, member };
    if (room?.kind === "public") throw new Refusal(403, "not_a_member", "You aren't a member of this room.");
    throw new Refusal(404, "room_not_found", "There's no such room.");
  }

  connect(userId: string, listener: Listener): () => void {
    this.listeners.set(listener, userId);
    return () => this.listeners.delete(listener);
  }

  toRoom(room: RoomRecord, target: string, args: unknown[]): void {
    for (const [listener, userId] of this.listeners) if (room.members.has(userId)) listener(target, args);
  }

  toUser(userId: string, target: string, args: unknown[]): void {
    for (const [listener, id] of this.listeners) if (id === userId) listener(target, args);
  }
}
