import { describe, expect, it } from "vitest";
import { withoutMetadata } from "../../src/attachments/withoutMetadata";

const bytesOf = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());
const text = (words: string) => [...words].map((letter) => letter.charCodeAt(0));
const clean = async (type: string, ...parts: number[][]) =>
  bytesOf(await withoutMetadata(new Blob([new Uint8Array(parts.flat())], { type })));

const segment = (marker: number, content: number[]) => [
  0xff,
  marker,
  (content.length + 2) >> 8,
  (content.length + 2) & 255,
  ...content,
];
const start = [0xff, 0xd8];
const picture = [0xff, 0xda, 0, 2, 1, 2, 3, 0xff, 0xd9];
const exif = (orientation: number) =>
  segment(0xe1, [
    ...text("Exif"),
    0,
    0,
    ...text("MM"),
    0,
    42,
    0,
    0,
    0,
    8,
    0,
    2,
    0x01,
    0x12,
    0,
    3,
    0,
    0,
    0,
    1,
    0,
    orientation,
    0,
    0,
    0x88,
    0x25,
    0,
    4,
    0,
    0,
    0,
    1,
    0,
    0,
    0,
    99,
    ...text("48.2 N"),
  ]);

describe("a JPEG", () => {
  it("loses everything but its pixels and its colour profile", async () => {
    const table = segment(0xdb, [1, 2, 3]);
    const profile = segment(0xe2, [...text("ICC_PROFILE"), 0, 1]);
    const secret = [
      exif(1),
      segment(0xe1, text("http://ns.adobe.com/xap/1.0/")),
      segment(0xed, text("Photoshop")),
      segment(0xfe, text("comment")),
    ];
    expect(await clean("image/jpeg", start, ...secret, profile, table, picture)).toEqual(
      new Uint8Array([start, profile, table, picture].flat()),
    );
  });

  it("keeps its orientation, and nothing else of its Exif data", async () => {
    const result = await clean("image/jpeg", start, exif(6), picture);
    expect(String.fromCharCode(...result)).not.toContain("48.2");
    expect(result.length).toBe(start.length + 36 + picture.length);
    // The same again, so the segment that was written is read as an orientation.
    expect(await clean("image/jpeg", [...result])).toEqual(result);
  });

  it.each([[[]], [[0xff]], [[0xff, 0xd8, 0xff]], [[0xff, 0xd8, 0xff, 0xe1, 0xff, 0xff, 1]], [text("<html>")]])(
    "that is broken (%j) is left alone or cut, without an error",
    async (bytes) => {
      await expect(clean("image/jpeg", bytes)).resolves.toBeDefined();
    },
  );
});

it("a PNG loses texts and Exif data", async () => {
  const chunk = (name: string, content: number[]) => [0, 0, 0, content.length, ...text(name), ...content, 9, 9, 9, 9];
  const head = [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10];
  const kept = [head, chunk("IHDR", [1]), chunk("IDAT", [2, 3]), chunk("IEND", [])];
  expect(
    await clean(
      "image/png",
      ...kept.slice(0, 2),
      chunk("eXIf", text("48.2 N")),
      chunk("tEXt", text("Author")),
      ...kept.slice(2),
    ),
  ).toEqual(new Uint8Array(kept.flat()));
});

it("a WebP loses Exif data and XMP, and says so", async () => {
  const chunk = (name: string, content: number[]) => [
    ...text(name),
    content.length,
    0,
    0,
    0,
    ...content,
    ...(content.length % 2 ? [0] : []),
  ];
  const file = (chunks: number[][]) => [
    ...text("RIFF"),
    4 + chunks.flat().length,
    0,
    0,
    0,
    ...text("WEBP"),
    ...chunks.flat(),
  ];
  const result = await clean(
    "image/webp",
    file([
      chunk("VP8X", [0x0c, 0, 0, 0]),
      chunk("VP8 ", [1, 2, 3]),
      chunk("EXIF", text("48.2")),
      chunk("XMP ", text("x")),
    ]),
  );
  expect(result).toEqual(new Uint8Array(file([chunk("VP8X", [0, 0, 0, 0]), chunk("VP8 ", [1, 2, 3])])));
});

it("other files stay as they are", async () => {
  const file = new Blob(["<svg/>"], { type: "image/svg+xml" });
  expect(await withoutMetadata(file)).toBe(file);
});
