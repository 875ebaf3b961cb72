import { describe, expect, it } from "vitest";
import { Draft } from "../client/src/draft.ts";
import { type KeyValueStore, memoryStore } from "../client/src/keyValueStore.ts";

/** Stores of two tabs that share entries and report each other's changes. */
function tabs(): [KeyValueStore, KeyValueStore] {
  const shared = memoryStore();
  const listeners = [new Map<string, () => void>(), new Map<string, () => void>()];
  const tab = (own: number): KeyValueStore => ({
    ...shared,
    set(key, value) {
      shared.set(key, value);
      listeners[1 - own]?.get(key)?.();
    },
    remove(key) {
      shared.remove(key);
      listeners[1 - own]?.get(key)?.();
    },
    watch(key, listener) {
      listeners[own]?.set(key, listener);
      return () => listeners[own]?.delete(key);
    },
  });
  return [tab(0), tab(1)];
}

function open(store: KeyValueStore): Draft {
  const draft = new Draft(store, "draft");
  draft.follow();
  return draft;
}

describe("a draft", () => {
  it("survives a reload until it's sent", () => {
    const [store] = tabs();
    open(store).set("Half a thou");
    const reloaded = open(store);
    expect(reloaded.text.value).toBe("Half a thou");
    reloaded.set("");
    expect(open(store).text.value).toBe("");
  });

  it("survives a reload when another tab has sent its own, whichever was written first", () => {
    for (const first of [0, 1]) {
      const stores = tabs();
      const [one, other] = [open(stores[0]), open(stores[1])];
      if (first === 0) one.set("one");
      other.set("other");
      one.set("one");
      if (first === 1) other.set("other again");
      other.set("");
      expect(one.text.value).toBe("one");
      expect(open(stores[0]).text.value).toBe("one");
    }
  });

  it("is removed from another tab that shows the same text", () => {
    const stores = tabs();
    const one = open(stores[0]);
    one.set("both");
    const other = open(stores[1]);
    other.set("");
    expect(one.text.value).toBe("");
  });
});
