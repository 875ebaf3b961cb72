import type { Notification, Page, ReportedMessage } from "@chatfunctions/client";
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

/** A room's reported messages, loaded again when an admin is notified of one. */
export function useReports(roomId: string, isAdmin: boolean): Reports {
  const { chat } = useChat();
  const notice = useNotifications().find((notification) => reportedRoom(notification) === roomId);
  const [reloads, setReloads] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new report loads the list again
  const load = useCallback(
    (signal: AbortSignal) => chat.api.reports(roomId, null, signal),
    [chat, roomId, notice, reloads],
  );
  const { value, error } = useLoaded(isAdmin ? load : null);
  return { page: isAdmin ? value : null, error, reload: () => setReloads((count) => count + 1) };
}
