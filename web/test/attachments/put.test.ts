import { afterEach, describe, expect, it, vi } from "vitest";
import { setUploaded } from "../../client/src/attachments/put.ts";
import { ApiError } from "../../client/src/http/apiError.ts";
import type { Upload } from "../../client/src/wire.ts";
import { TestClock } from "../world/testClock.ts";

const upload = { token: "token", uploadUrl: "https://storage/upload", uploadHeaders: {} } as Upload;

afterEach(() => vi.unstubAllGlobals());

function start(refusals: number, code = "scan_pending") {
  vi.stubGlobal(
    "fetch",
    vi.fn(async () => new Response(null, { status: 201 })),
  );
  const clock = new TestClock();
  let calls = 0;
  const set = async (token: string) => {
    if (++calls <= refusals) throw new ApiError(503, { code }, 5000);
    return `set ${token}`;
  };
  return { clock, calls: () => calls, result: setUploaded(clock, upload, new Blob(["x"]), set) };
}

describe("setting a picture", () => {
  it("waits for the scan, and uploads once", async () => {
    const { clock, calls, result } = start(2);
    await vi.waitFor(() => expect(calls()).toBe(1));
    await clock.advance(4999);
    expect(calls()).toBe(1);
    await clock.advance(1);
    expect(calls()).toBe(2);
    await clock.advance(5000);
    expect(await result).toBe("set token");
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  it("fails if the scan takes more than two minutes", async () => {
    const { clock, calls, result } = start(1000);
    const failed = expect(result).rejects.toMatchObject({ code: "scan_pending" });
    await vi.waitFor(() => expect(calls()).toBe(1));
    await clock.advance(125_000);
    await failed;
    expect(calls()).toBe(25);
  });

  it("fails on any other error", async () => {
    const { calls, result } = start(1, "unavailable");
    await expect(result).rejects.toMatchObject({ code: "unavailable" });
    expect(calls()).toBe(1);
  });
});
