import { useEffect, useRef } from "react";
import { useChat } from "../app/chatContext";
import { useNotices } from "../app/notices";
import type { Message } from "../chat/wire";

/** Reads new messages of others out to screen readers. The list itself is no live region: scrolling would be read too. */
export function useAnnounceMessages(messages: readonly Message[]): void {
  const { chat } = useChat();
  const { announce } = useNotices();
  const last = messages.at(-1);
  const heard = useRef(last?.seq ?? 0);
  useEffect(() => {
    if (!last || last.seq <= heard.current) return;
    heard.current = last.seq;
    if (last.sender.id !== chat.me) announce(`${last.sender.username}: ${last.text}`);
  }, [chat, announce, last]);
}
