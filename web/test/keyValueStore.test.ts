import { describe, expect, it } from "vitest";
import { browserStore } from "../client/src/keyValueStore.ts";

/** A browser storage with space for `room` entries. */
function storage(room: number): Storage {
  const map = new Map<string, string>();
  return {
    get length() {
      return map.size;
    },
    key: (index) => [...map.keys()][index] ?? null,
    getItem: (key) => map.get(key) ?? null,
    setItem(key, value) {
      if (!map.has(key) && map.size >= room) throw new DOMException("Full", "QuotaExceededError");
      map.set(key, value);
    },
    removeItem: (key) => void map.delete(key),
    clear: () => map.clear(),
  };
}

const blocked = (): Storage => {
  throw new DOMException("Access is denied for this document.", "SecurityError");
};

describe("the browser's store", () => {
  it.each<[string, () => Storage | null]>([
    ["is there", () => storage(10)],
    ["is full", () => storage(1)],
    ["is blocked", blocked],
    ["is missing", () => null],
  ])("keeps what it's given for as long as the page lives when the storage %s", (_, open) => {
    const store = browserStore("chat/", open);
    store.set("one", "1");
    store.set("two", "2");
    expect([store.get("one"), store.get("two"), store.get("three")]).toEqual(["1", "2", null]);
    expect(store.keys("").sort()).toEqual(["one", "two"]);
    store.remove("two");
    expect(store.keys("")).toEqual(["one"]);
  });

  it("uses its prefix, and survives the page", () => {
    const shared = storage(10);
    shared.setItem("other", "x");
    browserStore("chat/", () => shared).set("one", "1");
    const later = browserStore("chat/", () => shared);
    expect(later.keys("")).toEqual(["one"]);
    expect(later.get("one")).toBe("1");
  });
});
