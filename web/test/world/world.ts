import { Chat } from "../../client/src/chat.ts";
import { createHttp } from "../../client/src/http/http.ts";
import { type KeyValueStore, memoryStore } from "../../client/src/keyValueStore.ts";
import { AccountSession } from "../../client/src/session/accountSession.ts";
import { pageLock } from "../../client/src/session/exclusive.ts";
import type { Message, User } from "../../client/src/wire.ts";
import { Airwaves } from "./airwaves";
import { password } from "./api";
import { createNetwork } from "./network";
import { seeded } from "./random";
import { type TestRoom, TestServer } from "./server";
import { TestClock } from "./testClock";

/** A server with Ann and Bob in one room, and clients on a network that a test can break. */
export class World {
  readonly clock = new TestClock();
  readonly server = new TestServer(this.clock);
  readonly network = createNetwork(this.server, this.clock);
  readonly airwaves = new Airwaves(this.server, this.clock);
  readonly ann: User = this.server.addUser("Ann");
  readonly bob: User = this.server.addUser("Bob");
  readonly room: TestRoom = this.server.addRoom(this.ann, "Garden");
  readonly random: () => number;
  /** Whether the client's device is online. */
  hasNetwork = true;
  #attempts = 0;

  constructor(seed = 1) {
    this.random = seeded(seed);
    this.server.putMember(this.room, this.bob);
  }

  session(store: KeyValueStore, lock = pageLock()): AccountSession {
    return new AccountSession(
      createHttp("", this.network.fetch, this.clock),
      store,
      lock,
      () => `attempt-${++this.#attempts}`,
    );
  }

  /** Runs an action that takes (virtual) time. */
  async wait<T>(work: Promise<T>): Promise<T> {
    let done = false;
    const finish = () => {
      done = true;
    };
    work.then(finish, finish);
    await this.clock.until(() => done);
    return work;
  }

  /** A started client, signed in as Ann unless the store has a session. */
  async client(store: KeyValueStore = memoryStore()): Promise<Chat> {
    const session = this.session(store);
    if (!session.state.value.user) await this.wait(session.login("ann", password));
    let ids = 0;
    const prefix = `${Math.floor(this.random() * 1e9).toString(36)}-`;
    const newId = () => `${prefix}${++ids}`;
    const { clock, random } = this;
    const hasNetwork = () => this.hasNetwork;
    const chat = new Chat({ base: "", session, store, hub: this.airwaves.hub, clock, random, hasNetwork, newId });
    chat.start();
    return chat;
  }

  /** Bob sends a message to the room, or to another one. */
  say(text: string, room = this.room): void {
    this.server.say(room, this.bob, text);
  }

  /** The server's messages, oldest first. */
  messages(): Message[] {
    return [...this.room.messages.values()];
  }
}
