import { type Message, withNames } from "@chatfunctions/client";
import { useEffect, useRef } from "react";
import { useChat } from "../app/chatContext";
import { useNotices } from "../app/notices";
import { plainText } from "./markdown";
import { senderName } from "./SenderName";

/** Of more messages than this, only the number is announced. */
const mostRead = 5;

/** Announces new messages of others, except blocked users, to screen readers. The list isn't a live region, because it changes while scrolling. */
export function useAnnounceMessages(messages: readonly Message[]): void {
  const { chat } = useChat();
  const { announce } = useNotices();
  const last = messages.at(-1);
  const heard = useRef(last?.seq ?? 0);
  useEffect(() => {
    if (!last || last.seq <= heard.current) return;
    const fresh = messages.filter(
      ({ seq, sender, deleted }) =>
        seq > heard.current && sender.id !== chat.me && !deleted && !chat.blocks.blocked.value.has(sender.id),
    );
    heard.current = last.seq;
    if (fresh.length > mostRead) announce(`${fresh.length} new messages`);
    else if (fresh.length > 0) {
      const nameOf = (id: string) => chat.names.names.value.get(id);
      announce(
        fresh.map(({ sender, text }) => `${senderName(sender)}: ${plainText(withNames(text, nameOf))}`).join("\n"),
      );
    }
  }, [chat, announce, last, messages]);
}
