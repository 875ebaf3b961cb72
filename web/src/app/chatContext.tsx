import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import type { Chat } from "../../client/src/chat";
import type { KeyValueStore } from "../../client/src/keyValueStore";
import type { SessionKeeper } from "../../client/src/session/session";
import type { User } from "../../client/src/wire";
import type { Engine } from "./engine";
import { useCell } from "./useCell";

interface Signed {
  readonly chat: Chat;
  readonly me: User;
  readonly session: SessionKeeper;
  readonly store: KeyValueStore;
}

const Context = createContext<Signed | null>(null);

/** The chat of the signed-in user. Requires a ChatProvider. */
export function useChat(): Signed {
  const signed = useContext(Context);
  if (!signed) throw new Error("useChat outside ChatProvider");
  return signed;
}

/** Runs a user's chat while it is mounted. Its key must be the user's id. */
export function ChatProvider({ engine, me, children }: { engine: Engine; me: User; children: ReactNode }) {
  const [chat, setChat] = useState<Chat | null>(null);
  useEffect(() => {
    const started = engine.newChat();
    started.start();
    setChat(started);
    const wake = () => document.visibilityState === "visible" && started.wake();
    addEventListener("online", wake);
    document.addEventListener("visibilitychange", wake);
    return () => {
      removeEventListener("online", wake);
      document.removeEventListener("visibilitychange", wake);
      started.stop();
    };
  }, [engine]);
  if (!chat) return null;
  const { session, store } = engine;
  return <Context value={{ chat, me, session, store }}>{children}</Context>;
}

/** The signed-in user, or why there is none. */
export const useSession = (engine: Engine) => useCell(engine.session.state);
