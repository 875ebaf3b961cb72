/**
 * Removes metadata, such as the place where a picture was taken, from JPEG, PNG and WebP files without changing their pixels. Of a JPEG's
 * metadata the orientation stays, without which it would be shown turned. Other files stay as they are.
 */
export async function withoutMetadata(file: Blob): Promise<Blob> {
  const rewrite = { "image/jpeg": jpeg, "image/png": png, "image/webp": webp }[file.type];
  if (!rewrite) return file;
  const bytes = new Uint8Array(await file.arrayBuffer());
  const parts = rewrite(bytes, new DataView(bytes.buffer));
  return parts ? new Blob(parts, { type: file.type }) : file;
}

type Part = Uint8Array<ArrayBuffer>;

/** The parts of a file to keep; null: it isn't of that type. */
type Rewrite = (bytes: Part, view: DataView) => Part[] | null;

const ascii = (bytes: Part, at: number, length: number) => String.fromCharCode(...bytes.subarray(at, at + length));

/** Keeps all segments but APP1 to APP15, except for colour profiles (APP2) and Adobe's (APP14), and comments. */
const jpeg: Rewrite = (bytes, view) => {
  if (bytes.length < 4 || view.getUint16(0) !== 0xffd8) return null;
  const parts = [bytes.subarray(0, 2)];
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const marker = view.getUint8(at + 1);
    // The picture follows; it has no metadata.
    if (marker === 0xda) break;
    const end = at + 2 + view.getUint16(at + 2);
    const isProfile = (marker === 0xe2 && ascii(bytes, at + 4, 11) === "ICC_PROFILE") || marker === 0xee;
    const isMetadata = (marker >= 0xe1 && marker <= 0xef && !isProfile) || marker === 0xfe;
    if (!isMetadata) parts.push(bytes.subarray(at, end));
    const orientation = marker === 0xe1 ? orientationOf(view, at + 4, end) : 1;
    if (orientation !== 1) parts.push(exifOf(orientation));
    at = end;
  }
  return [...parts, bytes.subarray(at)];
};

/** The orientation in an Exif segment, from 1 to 8. */
function orientationOf(view: DataView, start: number, end: number): number {
  try {
    if (view.getUint32(start) !== 0x45786966) return 1;
    const tiff = start + 6;
    const isLittle = view.getUint16(tiff) === 0x4949;
    const directory = tiff + view.getUint32(tiff + 4, isLittle);
    for (let n = 0; n < view.getUint16(directory, isLittle); n++) {
      const entry = directory + 2 + n * 12;
      if (entry + 12 > end) return 1;
      if (view.getUint16(entry, isLittle) !== 0x0112) continue;
      const orientation = view.getUint16(entry + 8, isLittle);
      return orientation >= 1 && orientation <= 8 ? orientation : 1;
    }
  } catch {
    // A segment that is cut off has no orientation.
  }
  return 1;
}

/** An Exif segment with nothing but an orientation. */
const exifOf = (orientation: number): Part =>
  new Uint8Array([
    0xff,
    0xe1,
    0,
    34,
    0x45,
    0x78,
    0x69,
    0x66,
    0,
    0,
    0x4d,
    0x4d,
    0,
    42,
    0,
    0,
    0,
    8,
    0,
    1,
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
    0,
    0,
    0,
    0,
  ]);

const pngMetadata = ["eXIf", "tEXt", "zTXt", "iTXt", "tIME"];

const png: Rewrite = (bytes, view) => {
  if (bytes.length < 8 || view.getUint32(0) !== 0x89504e47) return null;
  const parts = [bytes.subarray(0, 8)];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const end = at + 12 + view.getUint32(at);
    if (!pngMetadata.includes(ascii(bytes, at + 4, 4))) parts.push(bytes.subarray(at, end));
    at = end;
  }
  return parts;
};

const webp: Rewrite = (bytes, view) => {
  if (bytes.length < 12 || ascii(bytes, 0, 4) !== "RIFF" || ascii(bytes, 8, 4) !== "WEBP") return null;
  const header = bytes.slice(0, 12);
  const parts = [header];
  for (let at = 12; at + 8 <= bytes.length; ) {
    const size = view.getUint32(at + 4, true);
    const end = at + 8 + size + (size % 2);
    const name = ascii(bytes, at, 4);
    const chunk = bytes.slice(at, end);
    // The flags that say that there are Exif and XMP.
    if (name === "VP8X" && chunk.length > 8) chunk[8] = (chunk[8] ?? 0) & ~0x0c;
    if (name !== "EXIF" && name !== "XMP ") parts.push(chunk);
    at = end;
  }
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  new DataView(header.buffer).setUint32(4, length - 8, true);
  return parts;
};
