import type { Attachment, Message, UploadedFile } from "@chatfunctions/client";
import { useRef, useState } from "react";
import { useChat } from "../app/chatContext";
import { useNotices } from "../app/notices";
import { BoundedImage, mostPixels, mostSmallPixels } from "../controls/BoundedImage";
import { Icon } from "../controls/Icon";
import { DownloadLink, isExpired, type Renew } from "./DownloadLink";
import { fileSize } from "./fileSize";
import { Lightbox } from "./Lightbox";
import { Player } from "./Player";

/** The longest sides of a picture in the message list, in CSS pixels. */
const box = { width: 400, height: 300 };

type Sized = Attachment & { readonly width: number; readonly height: number };

const isPicture = (file: Attachment): file is Sized =>
  /^image\/(png|jpeg|gif|webp|avif)$/.test(file.contentType) &&
  !!file.width &&
  !!file.height &&
  (!!file.thumbnailUrl || file.width * file.height <= mostPixels);

/** The files of a message: a grid of pictures, players, and cards. */
export function MessageFiles({ message, tabIndex }: { message: Message; tabIndex: number }) {
  const [files, renew] = useFiles(message);
  const [shown, setShown] = useState<number | null>(null);
  const [tooLarge, setTooLarge] = useState<readonly string[]>([]);
  const pictures = files.filter(isPicture).filter(({ id }) => !tooLarge.includes(id));
  return (
    <div className="files">
      {pictures.length > 0 && (
        <div className="pictures" data-single={pictures.length === 1}>
          {pictures.map((file, n) => (
            <button
              key={file.id}
              className="picture"
              type="button"
              aria-label={`Show ${file.name}`}
              tabIndex={tabIndex}
              style={pictures.length === 1 ? sizeOf(file) : undefined}
              onClick={() => setShown(n)}
            >
              <BoundedImage
                src={file.thumbnailUrl ?? file.url ?? undefined}
                alt={file.name}
                loading="lazy"
                most={file.thumbnailUrl ? mostSmallPixels : mostPixels}
                onTooLarge={() => setTooLarge((ids) => [...ids, file.id])}
                onError={() => renew(file)}
              />
            </button>
          ))}
        </div>
      )}
      {files.map((file) =>
        pictures.some((picture) => picture === file) ? null : /^(video|audio)\//.test(file.contentType) && file.url ? (
          <Player
            key={file.id}
            file={file}
            size={file.width && file.height ? sizeOf(file as Sized) : undefined}
            tabIndex={tabIndex}
            renew={renew}
          />
        ) : (
          <DownloadLink key={file.id} className="file-card" file={file} tabIndex={tabIndex} renew={renew}>
            <span className="unseen">Download </span>
            <Icon name="file" />
            <span className="upload-text">
              <bdi className="upload-name">{file.name}</bdi>
              <span>
                <bdi>{fileSize(file.size)}</bdi>
              </span>
            </span>
            <Icon name="download" />
          </DownloadLink>
        ),
      )}
      {shown !== null && <Lightbox pictures={pictures} start={shown} renew={renew} onClose={() => setShown(null)} />}
    </div>
  );
}

/** The files of a message that isn't sent yet. */
export function UnsentFiles({ files }: { files: readonly UploadedFile[] }) {
  return (
    <div className="files">
      {files.map(({ token, name, size }) => (
        <div key={token} className="file-card">
          <Icon name="file" />
          <span className="upload-text">
            <bdi className="upload-name">{name}</bdi>
            <span>
              <bdi>{fileSize(size)}</bdi>
            </span>
          </span>
        </div>
      ))}
    </div>
  );
}

/** The message's files, and how to get new addresses when they have expired. */
function useFiles(message: Message): [readonly Attachment[], Renew] {
  const { chat } = useChat();
  const { fail } = useNotices();
  const [fresh, setFresh] = useState<{ of: Message; files: readonly Attachment[] } | null>(null);
  const request = useRef<Promise<readonly Attachment[]> | null>(null);
  const files = fresh?.of === message ? fresh.files : (message.attachments ?? []);
  const load = async () => {
    try {
      const { attachments } = await chat.api.message(message.roomId, message.seq);
      setFresh({ of: message, files: attachments ?? [] });
      return attachments ?? [];
    } catch (error) {
      fail(error);
      return [];
    } finally {
      request.current = null;
    }
  };
  const renew: Renew = async ({ id, url }) => {
    // A file that the browser can't show fails again with a new address.
    if (fresh?.of === message && url && !isExpired(url)) return null;
    request.current ??= load();
    return (await request.current).find((file) => file.id === id)?.url ?? null;
  };
  return [files, renew];
}

/** The size of a picture or video in the list, known before it is loaded. */
function sizeOf({ width, height }: { width: number; height: number }) {
  const scale = Math.min(1, box.width / width, box.height / height);
  return { width: Math.max(48, Math.round(width * scale)), aspectRatio: `${width} / ${height}` };
}
