import { describe, expect, it } from "vitest";
import { ApiError } from "../../client/src/http/apiError.ts";
import { explain, fieldError, formError } from "../../src/app/explain";

describe("an error", () => {
  it("is shown at its field only", () => {
    const taken = new ApiError(409, { code: "login_taken", detail: "That username is taken." });
    const short = new ApiError(400, { errors: { password: ["Too short."] } });
    const wrong = new ApiError(403, { code: "wrong_password", detail: "Incorrect password." });
    expect(fieldError(taken, "login")).toBe("That username is taken.");
    expect(fieldError(taken, "password")).toBeUndefined();
    expect(fieldError(short, "password")).toBe("Too short.");
    expect(fieldError(wrong, "password")).toBe("Incorrect password.");
    for (const error of [taken, short, wrong]) expect(formError(error, "login", "password")).toBeNull();
  });

  it("shows the message of the field rather than the general one", () => {
    const errors = { text: ["Control characters aren't allowed."] };
    expect(new ApiError(400, { detail: "See errors.", errors }).reason).toBe("Control characters aren't allowed.");
    expect(new ApiError(403, { detail: "Not allowed." }).reason).toBe("Not allowed.");
  });

  it("of the server itself isn't explained, except that a file is being scanned", () => {
    const detail = "A file is still being checked for malware. Try again in a moment.";
    expect(explain(new ApiError(503, { code: "scan_pending", detail }))).toBe(detail);
    expect(explain(new ApiError(503, { code: "unavailable", detail: "Storage is down." }))).toBe(
      "Something went wrong. Try again in a moment.",
    );
  });

  it("without a field is shown at the form", () => {
    const busy = new ApiError(503);
    expect(fieldError(busy, "login")).toBeUndefined();
    expect(formError(busy, "login", "password")).toBe(busy);
  });
});
