import { expect, it } from "vitest";
import { fileSize } from "../../src/attachments/fileSize";
import { cleanName } from "../../src/attachments/prepare";

it("a file's name is made one that the service accepts", () => {
  expect(cleanName("notes 1.txt")).toBe("notes 1.txt");
  expect(cleanName("a/b\\c.txt")).toBe("a-b-c.txt");
  expect(cleanName("invoice\u202egpj.exe")).toBe("invoicegpj.exe");
  expect(cleanName("\n\u0000")).toBe("file");
  expect(cleanName(`${"x".repeat(300)}.pdf`)).toMatch(/^x{240}\.pdf$/);
  expect(cleanName(`x${"🎉".repeat(150)}.pdf`)).toBe(`x${"🎉".repeat(119)}.pdf`);
  expect(cleanName("👩‍👩‍👧.png")).toBe("👩‍👩‍👧.png");
});

it("a file's size has a unit that fits", () => {
  expect([1, 59, 48_211, 2_500_000, 26_214_400].map(fileSize)).toEqual([
    "1 byte",
    "59 bytes",
    "48 kB",
    "2.5 MB",
    "26 MB",
  ]);
});
