import type { Attachment, Message, UploadedFile } from "@chatfunctions/client";
import { useState } from "react";
import { useChat } from "../app/chatContext";
import { useNotices } from "../app/notices";
import { Icon } from "../controls/Icon";
import { fileSize } from "./fileSize";
import { Lightbox } from "./Lightbox";

/** The most pixels of a picture that is shown in full; larger ones would take too much memory. */
const mostPixels = 50_000_000;

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
  const [files, refresh] = useFiles(message);
  const [shown, setShown] = useState<number | null>(null);
  const pictures = files.filter(isPicture);
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
              <img src={file.thumbnailUrl ?? file.url ?? undefined} alt={file.name} loading="lazy" onError={refresh} />
            </button>
          ))}
        </div>
      )}
      {files.map((file) =>
        isPicture(file) ? null : file.contentType.startsWith("video/") && file.url ? (
          // biome-ignore lint/a11y/useMediaCaption: people send videos without captions.
          <video
            key={file.id}
            className="player"
            style={file.width && file.height ? sizeOf(file as Sized) : undefined}
            aria-label={file.name}
            src={file.url}
            poster={file.thumbnailUrl ?? undefined}
            preload={file.thumbnailUrl ? "none" : "metadata"}
            controls
            tabIndex={tabIndex}
            onError={refresh}
          />
        ) : file.contentType.startsWith("audio/") && file.url ? (
          // biome-ignore lint/a11y/useMediaCaption: people send sounds without captions.
          <audio
            key={file.id}
            className="player"
            aria-label={file.name}
            src={file.url}
            preload="none"
            controls
            tabIndex={tabIndex}
            onError={refresh}
          />
        ) : (
          <FileCard key={file.id} file={file} tabIndex={tabIndex} onExpired={refresh} />
        ),
      )}
      {shown !== null && (
        <Lightbox pictures={pictures} start={shown} mostPixels={mostPixels} onClose={() => setShown(null)} />
      )}
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
            <span>{fileSize(size)}</span>
          </span>
        </div>
      ))}
    </div>
  );
}

function FileCard({
  file,
  tabIndex,
  onExpired,
}: {
  file: Attachment;
  tabIndex: number;
  onExpired: () => Promise<readonly Attachment[]>;
}) {
  const open = async (event: React.MouseEvent) => {
    if (file.url && !isExpired(file.url)) return;
    event.preventDefault();
    const fresh = (await onExpired()).find(({ id }) => id === file.id)?.url;
    if (fresh) location.assign(fresh);
  };
  return (
    <a
      className="file-card"
      href={file.url ?? "#"}
      target="_blank"
      rel="noopener noreferrer"
      tabIndex={tabIndex}
      onClick={open}
    >
      <span className="unseen">Download </span>
      <Icon name="file" />
      <span className="upload-text">
        <bdi className="upload-name">{file.name}</bdi>
        <span>{fileSize(file.size)}</span>
      </span>
      <Icon name="download" />
    </a>
  );
}

/** The end of an address's validity is part of it. */
const isExpired = (url: string) => Date.parse(new URL(url).searchParams.get("se") ?? "") <= Date.now();

/** The message's files, and how to get new addresses when they have expired. */
function useFiles(message: Message): [readonly Attachment[], () => Promise<readonly Attachment[]>] {
  const { chat } = useChat();
  const { fail } = useNotices();
  const [fresh, setFresh] = useState<{ of: Message; files: readonly Attachment[] } | null>(null);
  const given = message.attachments ?? [];
  const files = fresh?.of === message ? fresh.files : given;
  const refresh = async () => {
    // Once for each state of the message: a file that the browser can't show fails again.
    if (fresh?.of === message) return files;
    setFresh({ of: message, files: given });
    const { attachments } = await chat.api.message(message.roomId, message.seq).catch((error) => {
      fail(error);
      return message;
    });
    setFresh({ of: message, files: attachments ?? [] });
    return attachments ?? [];
  };
  return [files, refresh];
}

/** The size of a picture or video in the list, known before it is loaded. */
function sizeOf({ width, height }: { width: number; height: number }) {
  const scale = Math.min(1, box.width / width, box.height / height);
  return { width: Math.max(48, Math.round(width * scale)), aspectRatio: `${width} / ${height}` };
}
