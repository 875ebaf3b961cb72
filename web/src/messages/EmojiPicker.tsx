import { lazy, Suspense } from "react";
import { useChat } from "../app/chatContext";
import { Popover } from "../controls/Popover";
import { rememberEmoji } from "./emojiUse";

/** Loaded with all emojis when the first picker is opened. */
const EmojiChoice = lazy(() => import("./EmojiChoice").catch(() => ({ default: NotLoaded })));

/** All emojis in a popover. */
export function EmojiPicker({
  anchor,
  label,
  onPick,
  onClose,
}: {
  anchor: HTMLElement;
  label: string;
  onPick: (emoji: string) => void;
  onClose: () => void;
}) {
  const { store, me } = useChat();
  const pick = (emoji: string) => {
    rememberEmoji(store, me.id, emoji);
    onPick(emoji);
    onClose();
  };
  return (
    <Popover anchor={anchor} label={label} role="dialog" onClose={onClose}>
      <div className="emoji-picker">
        <Suspense fallback={<p role="status">Loading emojis…</p>}>
          <EmojiChoice onPick={pick} />
        </Suspense>
      </div>
    </Popover>
  );
}

function NotLoaded() {
  return <p role="status">Couldn't load emojis. Reload the page to try again.</p>;
}
