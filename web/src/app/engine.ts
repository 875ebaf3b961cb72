import { Chat } from "../../client/src/chat";
import { systemClock } from "../../client/src/clock";
import { createHttp } from "../../client/src/http/http";
import { browserStore, type KeyValueStore } from "../../client/src/keyValueStore";
import { signalRHub } from "../../client/src/live/signalRHub";
import { tabLock } from "../../client/src/session/exclusive";
import { SessionKeeper } from "../../client/src/session/session";
import { startTimerWorker, steadyClock } from "./steadyClock";

/** The sync engine in this browser. */
export interface Engine {
  readonly store: KeyValueStore;
  readonly session: SessionKeeper;
  /** Creates a chat for the signed-in user, not started. */
  readonly newChat: () => Chat;
}

export function createEngine(): Engine {
  const base = (import.meta.env.VITE_API_BASE ?? "").replace(/\/+$/, "");
  const store = browserStore("chatfunctions/");
  const clock = steadyClock(systemClock, startTimerWorker());
  const http = createHttp(base, (url, init) => fetch(url, init), clock);
  const session = new SessionKeeper(http, store, tabLock("chatfunctions/session"), newId);
  const ports = { base, session, store, hub: signalRHub, clock, random: Math.random, hasNetwork, newId };
  return { store, session, newChat: () => new Chat(ports) };
}

const hasNetwork = () => navigator.onLine;

/** 128 random bits as hex. `crypto.randomUUID` is undefined if the page isn't served over HTTPS. */
function newId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
