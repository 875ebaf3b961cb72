import { describe, expect, it } from "vitest";
import type { Api } from "../../client/src/api/api.ts";
import { Uploads } from "../../client/src/attachments/uploads.ts";
import { forgetUser, memoryStore } from "../../client/src/keyValueStore.ts";

const prefix = "files/ann/r1/";
const uploaded = (name: string) => ({ token: `token of ${name}`, name, contentType: "text/plain", size: 5 });
const kept = (name: string, startedAt: number) => JSON.stringify({ uploaded: uploaded(name), startedAt });

function open(store = memoryStore(), now = 0): Uploads {
  const clock = { now: () => now, after: () => () => {} };
  return new Uploads({ api: {} as Api, roomId: "r1", store, prefix, clock, newId: () => "id" });
}

const names = (uploads: Uploads) => uploads.files.value.map(({ name }) => name);

describe("the attachments of a draft", () => {
  it("shows uploaded files after a reload, in their order, until they are taken", () => {
    const store = memoryStore([
      [`${prefix}a`, kept("second", 2)],
      [`${prefix}b`, kept("first", 1)],
      ["files/ann/r2/c", kept("of another room", 1)],
    ]);
    const uploads = open(store);
    expect(names(uploads)).toEqual(["first", "second"]);
    expect(uploads.take()).toEqual([uploaded("first"), uploaded("second")]);
    expect(names(open(store))).toEqual([]);
    expect(store.keys("")).toEqual(["files/ann/r2/c"]);
  });

  it("removes a file that another tab has sent", () => {
    const store = memoryStore([[`${prefix}a`, kept("one", 0)]]);
    const [here, there] = [open(store), open(store)];
    there.take();
    expect(here.removeUnusable()).toEqual(["one"]);
    expect(names(here)).toEqual([]);
  });

  it("removes a file whose token is about to expire", () => {
    const day = 86_400_000;
    const store = memoryStore([
      [`${prefix}a`, kept("old", 0)],
      [`${prefix}b`, kept("new", day / 2)],
    ]);
    const uploads = open(store, day);
    expect(uploads.removeUnusable()).toEqual(["old"]);
    expect(names(open(store, day))).toEqual(["new"]);
    expect(uploads.removeUnusable()).toEqual([]);
  });

  it("is forgotten at sign-out", () => {
    const store = memoryStore([[`${prefix}a`, kept("one", 0)]]);
    forgetUser(store, "ann");
    expect(store.keys("")).toEqual([]);
  });
});
