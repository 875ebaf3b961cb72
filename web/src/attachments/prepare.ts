import type { PreparedFile } from "@chatfunctions/client";
import { beginning } from "../controls/beginning";
import { withoutMetadata } from "./withoutMetadata";

/** Pixels of a thumbnail's longer side. */
const thumbnailSide = 640;

/** Prepares a file for its upload: removes metadata, finds its dimensions and makes a thumbnail. */
export async function prepare(file: File, thumbnailBytes: number): Promise<PreparedFile> {
  const name = cleanName(file.name);
  const content = await withoutMetadata(file);
  const source = file.type.startsWith("image/")
    ? await createImageBitmap(content).catch(() => null)
    : file.type.startsWith("video/")
      ? await frameOf(content)
      : null;
  if (!source) return { file: content, name };
  const [width, height] =
    source instanceof HTMLVideoElement ? [source.videoWidth, source.videoHeight] : [source.width, source.height];
  const thumbnail = width > 0 && height > 0 ? await thumbnailOf(source, width, height, thumbnailBytes) : undefined;
  if (source instanceof ImageBitmap) source.close();
  else URL.revokeObjectURL(source.src);
  return width > 0 && height > 0 ? { file: content, name, width, height, thumbnail } : { file: content, name };
}

/** A name as the service accepts it: without a path, control characters and characters that change the direction of text. */
export function cleanName(name: string): string {
  const clean = name
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]|(?![\u200c\u200d])\p{Cf}/gu, "")
    .replace(/[/\\]/g, "-")
    .trim();
  return clean === ""
    ? "file"
    : clean.length <= 255
      ? clean
      : `${beginning(clean, 240)}${/\.\w{1,10}$/.exec(clean)?.[0] ?? ""}`;
}

async function thumbnailOf(
  source: ImageBitmap | HTMLVideoElement,
  width: number,
  height: number,
  mostBytes: number,
): Promise<Blob | undefined> {
  const scale = Math.min(1, thumbnailSide / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  canvas.getContext("2d")?.drawImage(source, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/webp", 0.8));
  return blob && blob.size <= mostBytes && /^image\/(webp|png)$/.test(blob.type) ? blob : undefined;
}

/** A video at its first frame; null: the browser can't play it. */
function frameOf(content: Blob): Promise<HTMLVideoElement | null> {
  const video = document.createElement("video");
  video.muted = true;
  video.preload = "auto";
  video.src = URL.createObjectURL(content);
  return new Promise((resolve) => {
    video.onloadeddata = () => resolve(video);
    // Some browsers load nothing before the video is played.
    setTimeout(() => resolve(null), 5_000);
    video.onerror = () => {
      URL.revokeObjectURL(video.src);
      resolve(null);
    };
  });
}
