import { addUser } from "../../dev/fake/accounts";
import { FakeChat } from "../../dev/fake/fakeChat";
import type { RoomRecord, UserRecord } from "../../dev/fake/records";
import { messageView } from "../../dev/fake/roomLog";
import { addMember, addRoom } from "../../dev/fake/rooms";
import { Chat } from "../../src/chat/chat";
import { createHttp } from "../../src/chat/http/http";
import { type KeyValueStore, memoryStore } from "../../src/chat/keyValueStore";
import { pageLock } from "../../src/chat/session/exclusive";
import { SessionKeeper } from "../../src/chat/session/session";
import type { Message } from "../../src/chat/wire";
import { Airwaves } from "./airwaves";
import { createNetwork } from "./network";
import { seeded } from "./random";
import { TestClock } from "./testClock";

export const password = "correct horse";

/** A fake server with Ann and Bob in one room, and clients that reach it through a network that a test can break. */
export class World {
  readonly clock = new TestClock();
  readonly chat = new FakeChat(this.clock);
  readonly network = createNetwork(this.chat, this.clock);
  readonly airwaves = new Airwaves(this.chat, this.clock);
  readonly ann: UserRecord = addUser(this.chat, "ann", password, "Ann");
  readonly bob: UserRecord = addUser(this.chat, "bob", password, "Bob");
  readonly room: RoomRecord = addRoom(this.chat, this.ann, "Garden", "private");
  readonly random: () => number;
  #attempts = 0;

  constructor(seed = 1) {
    this.random = seeded(seed);
    addMember(this.chat, this.room, this.ann, this.bob);
  }

  session(store: KeyValueStore, lock = pageLock()): SessionKeeper {
    return new SessionKeeper(
      createHttp("", this.network.fetch, this.clock),
      store,
      lock,
      () => `attempt-${++this.#attempts}`,
    );
  }

  /** Does something that takes (virtual) time. */
  async wait<T>(work: Promise<T>): Promise<T> {
    let done = false;
    const finish = () => {
      done = true;
    };
    work.then(finish, finish);
    await this.clock.until(() => done);
    return work;
  }

  /** A started client, signed in as Ann unless the store holds a session. */
  async client(store: KeyValueStore = memoryStore()): Promise<Chat> {
    const session = this.session(store);
    if (!session.state.value.user) await this.wait(session.login("ann", password));
    let ids = 0;
    const prefix = `${Math.floor(this.random() * 1e9).toString(36)}-`;
    const newId = () => `${prefix}${++ids}`;
    const { clock, random } = this;
    const chat = new Chat({ base: "", session, store, hub: this.airwaves.hub, clock, random, newId });
    chat.start();
    return chat;
  }

  /** What the server holds, oldest first. */
  messages(room = this.room): Message[] {
    return [...room.messages.values()].map((message) => messageView(room, message));
  }
}

/** A message without what changes with no event. */
export function bare(message: Message): Message {
  const { read: _, ...rest } = message;
  return rest;
}
