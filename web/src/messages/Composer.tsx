import { cleanText } from "@chatfunctions/client";
import { useDraft } from "@chatfunctions/client/react";
import { type KeyboardEvent, type Ref, useImperativeHandle, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { useChat } from "../app/chatContext";
import { counted } from "../controls/counted";
import { Icon } from "../controls/Icon";
import { isComposing } from "../controls/isComposing";
import { Menu } from "../controls/Menu";
import { EmojiPicker } from "./EmojiPicker";
import { formats, keysOf, replaceText } from "./formatting";
import { GrowingText } from "./GrowingText";
import { ReplyTarget } from "./ReplyTarget";
import { useCompletions } from "./useCompletions";
import { useMentions } from "./useMentions";

/** The most UTF-8 bytes of a message. */
const mostBytes = 16_384;

/** About how many characters a text is too long. */
function excessOf(text: string): number {
  if (text.length <= mostBytes / 4) return 0;
  const bytes = new TextEncoder().encode(text).length;
  return bytes > mostBytes ? Math.ceil(([...text].length * (bytes - mostBytes)) / bytes) : 0;
}

/** On a phone, Enter inserts a line break. */
const isTouch = () => matchMedia("(pointer: coarse)").matches;

export interface ComposerHandle {
  focus(): void;
}

/** The message composer. Enter sends, Shift+Enter inserts a line break. A draft survives a reload. */
export function Composer({
  roomId,
  title,
  replyTo,
  onReplied,
  onEditLast,
  ref,
}: {
  roomId: string;
  title: string;
  /** The seq of the message that this replies to. */
  replyTo: number | null;
  /** Called when the reply was sent or cancelled. */
  onReplied: () => void;
  /** Called when the user wants to edit the last own message. */
  onEditLast: () => void;
  ref: Ref<ComposerHandle>;
}) {
  const { chat } = useChat();
  const [text, setText] = useDraft(roomId, "text");
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  useImperativeHandle(ref, () => ({ focus: () => area.current?.focus() }));
  const mentions = useMentions();
  const completions = useCompletions(mentions.completion);
  const clean = cleanText(mentions.encode(text));
  const excess = excessOf(clean);
  const canSend = clean !== "" && excess === 0;
  const hasNothing = clean === "" && text.trim() !== "";

  const send = () => {
    if (!canSend) return;
    chat.send(roomId, clean, replyTo ?? undefined);
    // Synchronously, so that a second click or Enter finds nothing to send.
    flushSync(() => {
      setText("");
      onReplied();
    });
    area.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (isComposing(event)) return;
    if (event.key === "Enter" && !event.shiftKey && !isTouch()) {
      event.preventDefault();
      send();
    } else if (event.key === "Escape" && replyTo !== null) onReplied();
    else if (event.key === "ArrowUp" && text === "") {
      event.preventDefault();
      onEditLast();
    }
  };
  const insert = (emoji: string) => {
    const { current } = area;
    if (current) replaceText(current, current.selectionStart, current.selectionEnd, emoji);
  };

  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {replyTo !== null && <ReplyTarget seq={replyTo} onCancel={onReplied} />}
      <div className="composer-box">
        <GrowingText
          ref={area}
          label={`Message to ${title}`}
          placeholder={`Message ${title}`}
          value={text}
          onChange={(value) => {
            setText(value);
            if (value.trim() !== "") chat.typing.pressed(roomId);
          }}
          onKeyDown={onKeyDown}
          completions={completions}
        />
        <Menu
          className="icon-button"
          label="Formatting"
          items={formats.map((format) => ({
            label: format.label,
            keys: keysOf(format),
            onSelect: () => area.current && format.apply(area.current),
          }))}
        >
          <Icon name="format" />
        </Menu>
        <button
          className="icon-button"
          type="button"
          aria-label="Insert emoji"
          onClick={(event) => setAnchor(event.currentTarget)}
        >
          <Icon name="smile" />
        </button>
        <button className="icon-button send" type="submit" aria-label="Send" disabled={!canSend}>
          <Icon name="send" />
        </button>
      </div>
      <div role="status">
        {excess > 0 && (
          <p className="composer-note">Message is too long. Shorten it by about {counted(excess, "character")}.</p>
        )}
        {hasNothing && <p className="composer-note">This text can't be sent. It has only control characters.</p>}
      </div>
      {anchor && <EmojiPicker anchor={anchor} label="Emojis" onPick={insert} onClose={() => setAnchor(null)} />}
    </form>
  );
}
