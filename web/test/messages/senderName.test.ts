import { expect, test } from "vitest";
import { senderName } from "../../src/messages/SenderName";

test("a sender has a name, whether it's a user, one who deleted the account, or a back end", () => {
  expect(senderName({ id: "u1", username: "Ada" })).toBe("Ada");
  expect(senderName({ id: "u1", username: "" })).toBe("Deleted user");
  expect(senderName({ id: "system", username: "system" })).toBe("System message");
});
