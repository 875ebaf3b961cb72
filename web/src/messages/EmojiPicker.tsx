import { Popover } from "../controls/Popover";
import { rove } from "../controls/rove";
import { columns, emojis } from "./emojis";

/** A grid of emojis in a popover; arrow keys move the focus. */
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
  return (
    <Popover anchor={anchor} label={label} role="dialog" onClose={onClose}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: moves the focus among the emojis in it */}
      <div className="emoji-grid" onKeyDown={(event) => rove(event, "button", columns)}>
        {emojis.map(([emoji, name]) => (
          <button
            key={emoji}
            type="button"
            aria-label={name}
            title={name}
            onClick={() => {
              onPick(emoji);
              onClose();
            }}
          >
            {emoji}
          </button>
        ))}
      </div>
    </Popover>
  );
}
