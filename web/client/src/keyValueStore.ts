/** A store for data that survives a reload: the session, drafts and unsent messages. */
export interface KeyValueStore {
  get(key: string): string | null;
  set(key: string, value: string): void;
  remove(key: string): void;
  /** Returns the keys that begin with `prefix`. */
  keys(prefix: string): string[];
  /** Calls back when another tab changed `key`. */
  watch?(key: string, listener: () => void): () => void;
}

/** Returns the JSON value of a key; null if there is none or it can't be read. */
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

/** Removes everything of one user: every key that has the user's id as a part. */
export function forgetUser(store: KeyValueStore, userId: string): void {
  for (const key of store.keys("")) if (key.split("/").includes(userId)) store.remove(key);
}

/** A store in memory. */
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

/** The browser's localStorage under a prefix; memory outside of browsers and where localStorage is blocked. */
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
        // Over quota: keep it in memory.
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

/** Blocked storage is null in some browsers, and an error in others. */
function opened(open: () => Storage | null): Storage | null {
  try {
    return open();
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    return null;
  }
}
