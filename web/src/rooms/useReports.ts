import { type Message, messageAt, type Notification, type Page, type ReportedMessage } from "@chatfunctions/client";
import { useLoaded, useNotifications } from "@chatfunctions/client/react";
import { useCallback, useState } from "react";
import { useChat } from "../app/chatContext";

/** The room of which a message was reported; null if the notification is about something else. */
export function reportedRoom({ data }: Notification): string | null {
  const { type, roomId } = (data ?? {}) as { type?: unknown; roomId?: unknown };
  return type === "report" && typeof roomId === "string" ? roomId : null;
}

export interface Reports {
  /** The first page; null: not loaded. */
  readonly page: Page<ReportedMessage> | null;
  readonly error: unknown;
  readonly reload: () => void;
}

/**
 * A room's reported messages, loaded again when an admin is notified of one.
 * @param loaded The messages that the room shows, which may have been edited or deleted since.
 */
export function useReports(roomId: string, isAdmin: boolean, loaded: readonly Message[]): Reports {
  const { chat } = useChat();
  const notice = useNotifications().find((notification) => reportedRoom(notification) === roomId);
  const [reloads, setReloads] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new report loads the list again
  const load = useCallback(
    (signal: AbortSignal) => chat.api.reports(roomId, null, signal),
    [chat, roomId, notice, reloads],
  );
  const { value, error } = useLoaded(isAdmin ? load : null);
  const latest = (message: Message) => {
    const held = messageAt(loaded, message.seq);
    return held && held.version > message.version ? held : message;
  };
  const items = value?.items
    .map((one) => ({ ...one, message: latest(one.message) }))
    .filter(({ message }) => !message.deleted);
  const page = isAdmin && value && items ? { ...value, items } : null;
  return { page, error, reload: () => setReloads((count) => count + 1) };
}
