import { Cell, type Readable } from "./cell.ts";
import type { KeyValueStore } from "./keyValueStore.ts";

/**
 * A text that isn't sent yet, kept in the store. Tabs share the stored one, and each keeps its own: a tab that sends its text takes
 * only that from the store, and one whose text was overwritten stores it again.
 */
export class Draft {
  readonly #store: KeyValueStore;
  readonly #key: string;
  readonly #text: Cell<string>;
  /** What the store holds, as far as this tab knows. */
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

  /** Hears of other tabs until the returned function is called. */
  follow(): () => void {
    return this.#store.watch?.(this.#key, () => this.#changedElsewhere()) ?? (() => {});
  }

  #changedElsewhere(): void {
    const before = this.#stored;
    this.#stored = this.#store.get(this.#key) ?? "";
    if (this.#stored !== "") return;
    // The same text: it was sent there.
    if (before === this.#text.value) this.#text.set("");
    else if (this.#text.value !== "") this.#save();
  }

  #save(): void {
    this.#stored = this.#text.value;
    this.#store.set(this.#key, this.#stored);
  }
}
