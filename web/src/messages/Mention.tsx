import { roomMention, splitMentions } from "@chatfunctions/client";
import { useUserName } from "@chatfunctions/client/react";
import type { ReactNode } from "react";
import { useChat } from "../app/chatContext";

/** A text with the names of the users whom it mentions. */
export function withMentionNames(text: string): ReactNode {
  const parts = splitMentions(text);
  if (parts.length === 1) return text;
  let position = 0;
  return parts.map((part, index) => {
    position += part.length + 1;
    if (index % 2 === 0) return part;
    return part === roomMention.id ? (
      <Name key={position} id={part} name={part} />
    ) : (
      <Mention key={position} id={part} />
    );
  });
}

function Mention({ id }: { id: string }) {
  const name = useUserName(id);
  return name === undefined ? `<@${id}>` : <Name id={id} name={name} />;
}

function Name({ id, name }: { id: string; name: string }) {
  const { chat } = useChat();
  return (
    <bdi className="mention" data-me={id === chat.me || id === roomMention.id}>
      @{name}
    </bdi>
  );
}
