import { describe, expect, it } from "vitest";
import { messagesApi } from "../../client/src/api/messages";
import type { Http } from "../../client/src/http/http";

/** A room with messages of these seqs; each was sent as many minutes after the epoch. */
function room(seqs: readonly number[]) {
  let requests = 0;
  const http = (async ({ query }: { query: { before?: number } }) => {
    requests++;
    const seq = seqs.findLast((one) => one < (query.before ?? Number.POSITIVE_INFINITY));
    return { items: seq === undefined ? [] : [{ seq, createdAt: new Date(seq * 60_000).toISOString() }] };
  }) as unknown as Http;
  return {
    find: (minute: number) => messagesApi(http).firstMessageSince("room", new Date(minute * 60_000)),
    count: () => requests,
  };
}

describe("the first message since a time", () => {
  it("is found wherever it is, also where other events are between messages", async () => {
    const seqs = [2, 3, 7, 8, 9, 15, 16, 30];
    for (let minute = 0; minute <= 31; minute++) {
      expect(await room(seqs).find(minute)).toBe(seqs.find((seq) => seq >= minute) ?? null);
    }
    expect(await room([]).find(0)).toBe(null);
  });

  it("takes a request for each halving of the room", async () => {
    const { find, count } = room(Array.from({ length: 10_000 }, (_, n) => n + 1));
    expect(await find(1_234)).toBe(1_234);
    expect(count()).toBeLessThanOrEqual(15);
  });
});
