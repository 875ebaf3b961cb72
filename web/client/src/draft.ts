import { Cell, type Readable } from "./cell.ts";
import type { KeyValueStore } from "./keyValueStore.ts";

/**
 * A text that isn't sent yet, kept in the store. Each tab has its own text, and stores it again if another tab has overwritten and
 * then sent its own.
 */
export class Draft {
  readonly #store: KeyValueStore;
  readonly #key: string;
  readonly #text: Cell<string>;
  /** The last known text in the store. */
  #stored: string;

  /** @internal */
  constructor(store: KeyValueStore, key: string) {
    this.#store = store;
    this.#key = key;
    this.#stored = store.get(key) ?? "";
    this.#text = new Cell(this.#stored);
  }

  /** The text of this tab. */
  get text(): Readable<string> {
    return this.#text;
  }

  /** Changes the text, and stores it. */
  set(text: string): void {
    const isStored = this.#store.get(this.#key) === this.#text.value;
    this.#text.set(text);
    if (text !== "") this.#save();
    else if (isStored) this.#store.remove(this.#key);
  }

  /** Follows changes by other tabs until the returned function is called. */
  follow(): () => void {
    return this.#store.watch?.(this.#key, () => this.#changedElsewhere()) ?? (() => {});
  }

  #changedElsewhere(): void {
    const before = this.#stored;
    this.#stored = this.#store.get(this.#key) ?? "";
    if (this.#stored !== "") return;
    // Another tab sent the same text.
    if (before === this.#text.value) this.#text.set("");
    else if (this.#text.value !== "") this.#save();
  }

  #save(): void {
    this.#stored = this.#text.value;
    this.#store.set(this.#key, this.#stored);
  }
}
