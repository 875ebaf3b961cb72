import type { Api } from "../api/api.ts";
import type { Random } from "../backoff.ts";
import { Cell, type Readable } from "../cell.ts";
import type { Clock } from "../clock.ts";
import { isMemberChange } from "../events.ts";
import { Refresher } from "../refresher.ts";
import type { Member, MemberChange, RoomEvent } from "../wire.ts";

/** The members of a room, by user id. */
export type Roster = ReadonlyMap<string, Member>;

/** The roster after a membership event. Applying an event twice changes nothing. */
export function withMemberChange(roster: Roster, event: MemberChange): Roster {
  const { user, role } = event;
  const held = roster.get(user.id);
  const next = new Map(roster);
  if (event.type === "memberRemoved") return next.delete(user.id) ? next : roster;
  if (held) return role && role !== held.role ? next.set(user.id, { ...held, role }) : roster;
  const joinedAt = (event as { at?: string }).at ?? "";
  return next.set(user.id, { user, role: role ?? "member", joinedAt, readSeq: event.seq });
}

/** The seq up to which all other members have read; Infinity if there are none. */
export function readByOthers(roster: Roster, me: string): number {
  let least = Number.POSITIVE_INFINITY;
  for (const { user, readSeq } of roster.values()) if (user.id !== me) least = Math.min(least, readSeq);
  return least;
}

/** The members of a room with their roles and read markers. */
export class RoomMembers {
  readonly #state = new Cell<{ readonly loaded: boolean; readonly roster: Roster }>({
    loaded: false,
    roster: new Map(),
  });
  readonly #refresher: Refresher;
  /** The seq of the last event about each user, so that a late event doesn't undo a newer one. */
  readonly #changedAt = new Map<string, number>();
  #heard: MemberChange[] = [];

  /** @internal */
  constructor(
    api: Pick<Api, "members">,
    roomId: string,
    clock: Clock,
    random: Random,
    onLoaded: (members: readonly Member[]) => void = () => {},
  ) {
    const load = async () => {
      this.#heard = [];
      const members = await api.members(roomId);
      const roster: Roster = new Map(members.map((member) => [member.user.id, this.#latest(member)]));
      onLoaded(members);
      // Live messages that came meanwhile may be newer than the answer.
      this.#state.set({ loaded: true, roster: this.#heard.reduce(withMemberChange, roster) });
    };
    this.#refresher = new Refresher(load, clock, random);
  }

  /** The members; `loaded` is false until the first answer. */
  get state(): Readable<{ readonly loaded: boolean; readonly roster: Roster }> {
    return this.#state;
  }

  /** Loads the members again. */
  refresh(): Promise<void> {
    return this.#refresher.run();
  }

  /** @internal */
  stop(): void {
    this.#refresher.stop();
  }

  /** @internal */
  heard(events: readonly RoomEvent[]): void {
    for (const event of events) {
      if (!isMemberChange(event) || event.seq <= (this.#changedAt.get(event.user.id) ?? 0)) continue;
      this.#changedAt.set(event.user.id, event.seq);
      this.#heard.push(event);
      if (this.#state.value.loaded) this.#change((roster) => withMemberChange(roster, event));
    }
  }

  /** @internal */
  heardRead(userId: string, seq: number): void {
    this.#change((roster) => {
      const held = roster.get(userId);
      return held && seq > held.readSeq ? new Map(roster).set(userId, { ...held, readSeq: seq }) : roster;
    });
  }

  /** Read markers only move forward, so the higher one is newer. */
  #latest(member: Member): Member {
    const heard = this.#state.value.roster.get(member.user.id)?.readSeq ?? 0;
    return heard > member.readSeq ? { ...member, readSeq: heard } : member;
  }

  #change(change: (roster: Roster) => Roster): void {
    this.#state.update((state) => {
      const roster = change(state.roster);
      return roster === state.roster ? state : { ...state, roster };
    });
  }
}
