/** A value that changes over time: `value` is the current one, `subscribe` reports changes. */
export interface Readable<T> {
  /** The current value. Values are immutable: a change replaces the value. */
  readonly value: T;
  /** Calls the listener after each change, until the returned function is called. */
  subscribe(listener: () => void): () => void;
}

/** A readable value with a setter. Listeners are called only for real changes (by `Object.is`). */
export class Cell<T> implements Readable<T> {
  #value: T;
  readonly #listeners = new Set<() => void>();

  constructor(value: T) {
    this.#value = value;
  }

  get value(): T {
    return this.#value;
  }

  set(value: T): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const listener of [...this.#listeners]) listener();
  }

  update(change: (value: T) => T): void {
    this.set(change(this.#value));
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

/** A part of another readable value; listeners are called only for changes of that part. */
export function derived<T, U>(source: Readable<T>, select: (value: T) => U): Readable<U> {
  return {
    get value() {
      return select(source.value);
    },
    subscribe(listener) {
      let before = select(source.value);
      return source.subscribe(() => {
        const now = select(source.value);
        if (Object.is(now, before)) return;
        before = now;
        listener();
      });
    },
  };
}
