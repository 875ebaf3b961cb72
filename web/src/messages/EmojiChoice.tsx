import { type KeyboardEvent, memo, useEffect, useRef, useState } from "react";
import { useChat } from "../app/chatContext";
import { isComposing } from "../controls/isComposing";
import { rove } from "../controls/rove";
import { type Emoji, groups, inTone, nameOf, search } from "./emojiData";
import { recentEmojis, setSkinTone, skinTone } from "./emojiUse";

/** Emojis in a row. */
const columns = 8;

/** Recently used emojis and all others in groups, with a search and the choice of a skin tone. */
export default function EmojiChoice({ onPick }: { onPick: (emoji: string) => void }) {
  const { store, me } = useChat();
  const [q, setQ] = useState("");
  const [tone, setTone] = useState(() => skinTone(store, me.id));
  const [recent] = useState(() => recentEmojis(store, me.id).map(asFound));
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const pick = useRef(onPick);
  pick.current = onPick;
  const found = search(q);
  const isSearching = q.trim() !== "";
  const shown = isSearching
    ? [{ name: "Results", emojis: found }]
    : [{ name: "Recently used", emojis: recent }, ...groups];
  // On a phone, the keyboard would hide the emojis.
  useEffect(() => {
    if (matchMedia("(pointer: fine)").matches) input.current?.focus();
  }, []);
  const focusGroup = (name: string) => {
    const group = list.current?.querySelector(`[aria-label="${name}"]`);
    group?.scrollIntoView({ block: "start" });
    group?.querySelector("button")?.focus({ preventScroll: true });
  };
  const onInputKey = (event: KeyboardEvent) => {
    const first = list.current?.querySelector("button");
    if (!first || isComposing(event) || (event.key !== "Enter" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    if (event.key === "Enter") first.click();
    else first.focus();
  };
  const onListKey = (event: KeyboardEvent<HTMLElement>) => {
    const first = [...(list.current?.querySelectorAll("button") ?? [])].slice(0, columns);
    if (event.key === "ArrowUp" && first.includes(document.activeElement as HTMLButtonElement)) input.current?.focus();
    else rove(event, "button", columns);
  };
  return (
    <>
      <div
        className="emoji-groups"
        role="toolbar"
        aria-label="Groups"
        onKeyDown={(event) => rove(event, "button", groups.length)}
      >
        {groups.map(({ name, emojis }, index) => (
          <button
            key={name}
            type="button"
            aria-label={name}
            title={name}
            tabIndex={index === 0 ? 0 : -1}
            disabled={isSearching}
            onClick={() => focusGroup(name)}
          >
            {emojis[0]?.emoji}
          </button>
        ))}
      </div>
      <div className="emoji-search">
        <input
          ref={input}
          type="search"
          aria-label="Search emojis"
          placeholder="Search emojis"
          autoComplete="off"
          value={q}
          onChange={(event) => setQ(event.target.value)}
          onKeyDown={onInputKey}
        />
        <select
          aria-label="Skin tone"
          value={tone}
          onChange={(event) => {
            setTone(Number(event.target.value));
            setSkinTone(store, me.id, Number(event.target.value));
          }}
        >
          {["✋", "✋🏻", "✋🏼", "✋🏽", "✋🏾", "✋🏿"].map((hand, index) => (
            <option key={hand} value={index}>
              {hand}
            </option>
          ))}
        </select>
      </div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: moves the focus among the emojis in it */}
      <div ref={list} className="emoji-list" onKeyDown={onListKey}>
        {shown.map(({ name, emojis }, index) => (
          <Group key={name} name={name} emojis={emojis} tone={tone} isFirst={index === 0} pick={pick} />
        ))}
        <p role="status">{isSearching && found.length === 0 && "No emojis found."}</p>
      </div>
    </>
  );
}

const asFound = (emoji: string): Emoji => ({ emoji, name: nameOf(emoji), codes: [], words: [], skins: [] });

const Group = memo(function Group({
  name,
  emojis,
  tone,
  isFirst,
  pick,
}: {
  name: string;
  emojis: readonly Emoji[];
  tone: number;
  /** Its first emoji is in the tab order. */
  isFirst: boolean;
  pick: { readonly current: (emoji: string) => void };
}) {
  return (
    <section aria-label={name}>
      <h3>{name}</h3>
      <div className="emoji-grid">
        {emojis.map((emoji, index) => (
          <button
            key={emoji.emoji}
            type="button"
            aria-label={emoji.name}
            title={emoji.codes[0] ? `${emoji.name} :${emoji.codes[0]}:` : emoji.name}
            tabIndex={isFirst && index === 0 ? 0 : -1}
            onClick={() => pick.current(inTone(emoji, tone))}
          >
            {inTone(emoji, tone)}
          </button>
        ))}
      </div>
    </section>
  );
});
