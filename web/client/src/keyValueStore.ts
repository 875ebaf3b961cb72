/** Keeps what must survive a reload: the session, drafts and unsent messages. */
export interface KeyValueStore {
  get(key: string): string | null;
  set(key: string, value: string): void;
  remove(key: string): void;
  /** Every key that begins with `prefix`. */
  keys(prefix: string): string[];
  /** Calls back when another tab changed `key`. */
  watch?(key: string, listener: () => void): () => void;
}

/** The JSON value kept under `key`; null when there's none, or one that can't be read. */
export function readJson<T>(store: KeyValueStore, key: string): T | null {
  const text = store.get(key);
  if (text === null) return null;
  try {
    return JSON.parse(text) as T;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    store.remove(key);
    return null;
  }
}

/** Removes what is kept for one user: every key that names the user as one of its parts. */
export function forgetUser(store: KeyValueStore, userId: string): void {
  for (const key of store.keys("")) if (key.split("/").includes(userId)) store.remove(key);
}

/** A store that forgets everything with the page. */
export function memoryStore(entries: Iterable<[string, string]> = []): KeyValueStore {
  const map = new Map(entries);
  return {
    get: (key) => map.get(key) ?? null,
    set: (key, value) => void map.set(key, value),
    remove: (key) => void map.delete(key),
    keys: (prefix) => [...map.keys()].filter((key) => key.startsWith(prefix)),
  };
}

const pageStorage = () => (typeof document === "undefined" ? null : localStorage);

/** The browser's localStorage under one prefix; or memory outside of browsers, and where it is refused (blocked, private modes, full disk). */
export function browserStore(prefix: string, open: () => Storage | null = pageStorage): KeyValueStore {
  const storage = opened(open);
  if (!storage) return memoryStore();
  const spare = memoryStore();
  const full = (key: string) => prefix + key;
  return {
    get: (key) => spare.get(key) ?? storage.getItem(full(key)),
    set(key, value) {
      try {
        storage.setItem(full(key), value);
        spare.remove(key);
      } catch {
        // Over quota: keep it for as long as the page lives.
        spare.set(key, value);
      }
    },
    remove(key) {
      spare.remove(key);
      storage.removeItem(full(key));
    },
    keys(start) {
      const found = new Set(spare.keys(start));
      for (let i = 0; i < storage.length; i++) {
        const key = storage.key(i);
        if (key?.startsWith(full(start))) found.add(key.slice(prefix.length));
      }
      return [...found];
    },
    watch(key, listener) {
      const heard = (event: StorageEvent) => {
        if (event.key === full(key) || event.key === null) listener();
      };
      addEventListener("storage", heard);
      return () => removeEventListener("storage", heard);
    },
  };
}

/** Blocked storage is null in some browsers; in others even naming it is an error. */
function opened(open: () => Storage | null): Storage | null {
  try {
    return open();
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    return null;
  }
}
