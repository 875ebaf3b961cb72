import {
  createContext,
  createElement,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from "react";
import type { Readable } from "./cell.ts";
import type { Chat } from "./chat.ts";
import type { ChatClient } from "./client.ts";
import { systemClock } from "./clock.ts";
import type { ApiError } from "./http/apiError.ts";
import type { Connection } from "./live/connection.ts";
import { mentionedIds, withNames } from "./mentions.ts";
import type { OutboxEntry } from "./outbox/outboxEntry.ts";
import type { OnlineIds } from "./people/presence.ts";
import { Refresher } from "./refresher.ts";
import type { RoomListState } from "./rooms/joinedRooms.ts";
import type { OpenRoom } from "./rooms/openRoom.ts";
import type { SessionState } from "./session/session.ts";
import { startChat } from "./startChat.ts";
import type { BlockedUser, Message, Notification, UserRef } from "./wire.ts";

const Context = createContext<Chat | null>(null);

/** The properties of {@link ChatProvider}. */
export interface ChatProviderProps {
  readonly client: ChatClient;
  /** Shown until the chat has started. */
  readonly fallback?: ReactNode;
  readonly children: ReactNode;
}

/** Runs the chat of the user who is signed in while it is mounted. Give it the user's id as its key. */
export function ChatProvider({ client, fallback = null, children }: ChatProviderProps): ReactNode {
  const [chat, setChat] = useState<Chat | null>(null);
  useEffect(() => {
    const stop = startChat(client, setChat, (error) => {
      // The session's state tells that the user is signed out.
      if (error.status === 401) return;
      setChat(() => {
        throw error;
      });
    });
    return () => {
      stop();
      setChat(null);
    };
  }, [client]);
  return chat ? createElement(Context.Provider, { value: chat }, children) : fallback;
}

/** The running chat; only below a {@link ChatProvider}. */
export function useChat(): Chat {
  const chat = useContext(Context);
  if (!chat) throw new Error("useChat outside ChatProvider");
  return chat;
}

/** The current value of a readable. */
export function useReadable<T>(readable: Readable<T>): T {
  const subscribe = useCallback((listener: () => void) => readable.subscribe(listener), [readable]);
  return useSyncExternalStore(
    subscribe,
    () => readable.value,
    () => readable.value,
  );
}

/** The signed-in user, or the reason why there is none. */
export const useSession = (client: ChatClient): SessionState => useReadable<SessionState>(client.session.state);

/** The user's rooms. */
export const useRooms = (): RoomListState => useReadable(useChat().rooms.state);

/** Opens a room as the active one while the component is mounted. Null during the first render. */
export function useOpenRoom(roomId: string): OpenRoom | null {
  const chat = useChat();
  const [room, setRoom] = useState<OpenRoom | null>(null);
  useEffect(() => {
    setRoom(chat.openRoom(roomId));
    return () => chat.clearActiveRoom();
  }, [chat, roomId]);
  return room?.id === roomId ? room : null;
}

const noMessages: Readable<readonly Message[]> = { value: [], subscribe: () => () => {} };

/** The loaded messages of a room, oldest first. */
export const useMessages = (room: OpenRoom | null): readonly Message[] => useReadable(room?.messages ?? noMessages);

/** A function that sends a message to a room. */
export function useSend(roomId: string): (text: string, replyTo?: number) => void {
  const chat = useChat();
  return useCallback((text, replyTo) => chat.send(roomId, text, replyTo), [chat, roomId]);
}

/** The user's messages in a room that are not stored yet, oldest first. */
export function useOutbox(roomId: string): readonly OutboxEntry[] {
  const entries = useReadable(useChat().outbox.entries);
  return useMemo(() => entries.filter((entry) => entry.roomId === roomId), [entries, roomId]);
}

/** The users whom the user has blocked, by their ids. */
export const useBlocks = (): ReadonlyMap<string, BlockedUser> => useReadable(useChat().blocks.blocked);

const nobody: readonly UserRef[] = [];

/** The other users who are typing in a room. */
export const useTyping = (roomId: string): readonly UserRef[] =>
  useReadable(useChat().typing.typists).get(roomId) ?? nobody;

/** The ids of the users who are online; null while that isn't known. */
export const usePresence = (): OnlineIds => useReadable(useChat().presence.online);

/** The user's latest notifications, newest first. */
export const useNotifications = (): readonly Notification[] => useReadable(useChat().notifications.items);

/** The name of a user whom a message mentions; undefined until it is loaded, and if there is no such user. */
export function useUserName(userId: string): string | undefined {
  const { names } = useChat();
  useEffect(() => void names.load(userId), [names, userId]);
  return useReadable(names.names).get(userId);
}

/** The address of the picture that a user has uploaded, as far as it is known from lists of members; undefined: not known. */
export const useUserPicture = (userId: string): string | null | undefined =>
  useReadable(useChat().names.pictures).get(userId);

/** A text with names in place of the ids of mentions; ids until the names are loaded. */
export function useNamedText(text: string): string {
  const { names } = useChat();
  const known = useReadable(names.names);
  useEffect(() => {
    for (const id of mentionedIds(text)) void names.load(id);
  }, [names, text]);
  return withNames(text, (id) => known.get(id));
}

/** The state of the connection to the server. */
export const useConnection = (): Connection => useReadable(useChat().connection);

/** The unsent text of a room, or the seq of the message that it replies to, and a function that changes it. */
export function useDraft(roomId: string, part: "text" | "reply" = "text"): readonly [string, (value: string) => void] {
  const chat = useChat();
  const draft = useMemo(() => chat.draft(roomId, part), [chat, roomId, part]);
  useEffect(() => draft.follow(), [draft]);
  const set = useCallback((value: string) => draft.set(value), [draft]);
  return [useReadable(draft.text), set];
}

/** What {@link useLoaded} has loaded. */
export interface Loaded<T> {
  /** The last answer, also while another one is loaded. */
  readonly value: T | null;
  readonly error: ApiError | null;
  /** `value` or `error` is the result of the current `load`. */
  readonly isCurrent: boolean;
}

/**
 * Calls `load` when it changes (wrap it in useCallback), or nothing if it is null. Failures that may pass are retried with growing
 * delays, and when the connection is back.
 */
export function useLoaded<T>(load: ((signal: AbortSignal) => Promise<T>) | null): Loaded<T> {
  const chat = useChat();
  const [state, setState] = useState<Omit<Loaded<T>, "isCurrent"> & { readonly load: typeof load }>({
    value: null,
    error: null,
    load: null,
  });
  useEffect(() => {
    if (!load) return;
    const stop = new AbortController();
    const work = async () => {
      const value = await load(stop.signal);
      if (!stop.signal.aborted) setState({ value, error: null, load });
    };
    const fail = (error: ApiError) => setState(({ value }) => ({ value, error, load }));
    const refresher = new Refresher(work, systemClock, Math.random, fail);
    void refresher.run();
    const unsubscribe = chat.connection.subscribe(() => refresher.retryNow());
    return () => {
      unsubscribe();
      refresher.stop();
      stop.abort();
    };
  }, [chat, load]);
  const { value, error } = state;
  return { value, error, isCurrent: state.load === load };
}
