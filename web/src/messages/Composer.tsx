import { cleanText } from "@chatfunctions/client";
import { useDraft, useLoaded, useReadable } from "@chatfunctions/client/react";
import { type KeyboardEvent, type Ref, useCallback, useEffect, useImperativeHandle, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { useChat } from "../app/chatContext";
import { useNotices } from "../app/notices";
import { fileSize } from "../attachments/fileSize";
import { prepare } from "../attachments/prepare";
import { UploadTray } from "../attachments/UploadTray";
import { useDroppedFiles } from "../attachments/useDroppedFiles";
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

/** About how many characters a text is longer than a number of bytes. */
function excessOf(text: string, mostBytes: number): number {
  if (text.length <= mostBytes / 4) return 0;
  const bytes = new TextEncoder().encode(text).length;
  return bytes > mostBytes ? Math.ceil(([...text].length * (bytes - mostBytes)) / bytes) : 0;
}

/** On a phone, Enter inserts a line break. */
const isTouch = () => matchMedia("(pointer: coarse)").matches;

export interface ComposerHandle {
  focus(): void;
}

/** The message composer. Enter sends, Shift+Enter inserts a line break. A draft and its uploaded files survive a reload. */
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
  const { value: limits } = useLoaded(chat.limits);
  const excess = excessOf(clean, limits?.textBytes ?? Number.POSITIVE_INFINITY);
  const uploads = chat.uploads(roomId);
  const files = useReadable(uploads.files);
  const picker = useRef<HTMLInputElement>(null);
  const { tell, fail } = useNotices();
  const attach = useCallback(
    async (chosen: Iterable<File>) => {
      const all = [...chosen];
      const { attachmentBytes, attachmentsPerMessage, thumbnailBytes } = await chat.limits();
      const fitting = all.filter(({ size }) => size > 0 && size <= attachmentBytes);
      if (fitting.length < all.length) tell(`Files can have up to ${fileSize(attachmentBytes)}, and can't be empty.`);
      const free = attachmentsPerMessage - uploads.files.value.length;
      if (fitting.length > free) tell(`A message can have up to ${counted(attachmentsPerMessage, "file")}.`);
      uploads.add(fitting.slice(0, Math.max(0, free)), (file) => prepare(file, thumbnailBytes));
    },
    [chat, tell, uploads],
  );
  const attachOrTell = useCallback((chosen: Iterable<File>) => void attach(chosen).catch(fail), [attach, fail]);
  const isDropping = useDroppedFiles(attachOrTell);
  const removeUnusable = useCallback(() => {
    const names = uploads.removeUnusable();
    if (names.length > 0) tell(`No longer attached, because it expired or another tab sent it: ${names.join(", ")}`);
    return names.length > 0;
  }, [uploads, tell]);
  useEffect(() => {
    removeUnusable();
    addEventListener("focus", removeUnusable);
    return () => removeEventListener("focus", removeUnusable);
  }, [removeUnusable]);
  const isUploading = files.some(({ state }) => state !== "uploaded");
  const canSend = (clean !== "" || files.length > 0) && excess === 0 && !isUploading;
  const hasNothing = clean === "" && text.trim() !== "";

  const send = () => {
    const taken = canSend && !removeUnusable() ? uploads.take() : null;
    if (!taken) return;
    chat.send(roomId, clean, replyTo ?? undefined, taken);
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
      data-drop={isDropping}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {replyTo !== null && <ReplyTarget seq={replyTo} onCancel={onReplied} />}
      {files.length > 0 && <UploadTray files={files} uploads={uploads} />}
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        aria-label="Attach files"
        onChange={({ currentTarget }) => {
          attachOrTell(currentTarget.files ?? []);
          currentTarget.value = "";
          area.current?.focus();
        }}
      />
      <div className="composer-box">
        <button className="icon-button" type="button" aria-label="Attach files" onClick={() => picker.current?.click()}>
          <Icon name="attach" />
        </button>
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
