/** Pixels of a side. */
const side = 256;

/** The middle of a picture as a small square. Drawing it removes metadata. Null: the browser can't read it. */
export async function squarePicture(file: Blob): Promise<Blob | null> {
  const source = await createImageBitmap(file).catch(() => null);
  if (!source) return null;
  const length = Math.min(source.width, source.height);
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = side;
  const context = canvas.getContext("2d");
  if (context) context.imageSmoothingQuality = "high";
  context?.drawImage(
    source,
    (source.width - length) / 2,
    (source.height - length) / 2,
    ...([length, length, 0, 0, side, side] as const),
  );
  source.close();
  return new Promise((resolve) => canvas.toBlob(resolve, "image/webp", 0.9));
}
