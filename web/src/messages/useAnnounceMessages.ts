import { useEffect, useRef } from "react";
import type { Message } from "../../client/src/wire";
import { useChat } from "../app/chatContext";
import { useNotices } from "../app/notices";
import { senderName } from "./SenderName";

/** More than this at once are only counted: reading them out would take longer than reading them. */
const mostRead = 5;

/** Reads new messages of others out to screen readers. The list itself is no live region: scrolling would be read too. */
export function useAnnounceMessages(messages: readonly Message[]): void {
  const { chat } = useChat();
  const { announce } = useNotices();
  const last = messages.at(-1);
  const heard = useRef(last?.seq ?? 0);
  useEffect(() => {
    if (!last || last.seq <= heard.current) return;
    const fresh = messages.filter(
      ({ seq, sender, deleted }) => seq > heard.current && sender.id !== chat.me && !deleted,
    );
    heard.current = last.seq;
    if (fresh.length > mostRead) announce(`${fresh.length} new messages`);
    else if (fresh.length > 0) announce(fresh.map(({ sender, text }) => `${senderName(sender)}: ${text}`).join("\n"));
  }, [chat, announce, last, messages]);
}
