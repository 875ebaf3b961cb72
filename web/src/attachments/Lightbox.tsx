import type { Attachment } from "@chatfunctions/client";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { BoundedImage, mostPixels } from "../controls/BoundedImage";
import { Icon } from "../controls/Icon";
import { DownloadLink, type Renew } from "./DownloadLink";

interface LightboxProps {
  pictures: readonly (Attachment & { readonly width: number; readonly height: number })[];
  /** The index of the first picture. */
  start: number;
  renew: Renew;
  onClose: () => void;
}

/** Shows pictures in full size. The arrow keys go to the next one. */
export function Lightbox({ pictures, start, renew, onClose }: LightboxProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const [index, setIndex] = useState(start);
  const [tooLarge, setTooLarge] = useState<readonly string[]>([]);
  useEffect(() => ref.current?.showModal(), []);
  // Close it before it leaves the document; otherwise the browser doesn't restore the focus.
  useLayoutEffect(() => {
    const dialog = ref.current;
    return () => dialog?.close();
  }, []);
  const picture = pictures[index];
  if (!picture) return null;
  const step = (by: number) => setIndex((now) => Math.min(pictures.length - 1, Math.max(0, now + by)));
  const { id, name, url, thumbnailUrl } = picture;
  // Of a picture with too many pixels, only the thumbnail is shown.
  const isHuge = tooLarge.includes(id) || picture.width * picture.height > mostPixels;
  return (
    <dialog
      ref={ref}
      className="lightbox"
      aria-label={name}
      onClick={(event) => event.target === ref.current && onClose()}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onKeyDown={({ key }) => (key === "ArrowRight" ? step(1) : key === "ArrowLeft" && step(-1))}
    >
      <header className="lightbox-head">
        <bdi>{name}</bdi>
        {pictures.length > 1 && (
          <span role="status">
            {index + 1} of {pictures.length}
          </span>
        )}
        <DownloadLink className="icon-button" file={picture} renew={renew} aria-label="Open original">
          <Icon name="download" />
        </DownloadLink>
        <button className="icon-button" type="button" aria-label="Close" onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      <BoundedImage
        src={(isHuge ? thumbnailUrl : url) ?? undefined}
        alt={name}
        onTooLarge={() => setTooLarge([...tooLarge, id])}
        onError={() => renew(picture)}
      />
      {pictures.length > 1 && (
        <footer className="lightbox-foot">
          <button className="button" type="button" disabled={index === 0} onClick={() => step(-1)}>
            Previous
          </button>
          <button className="button" type="button" disabled={index === pictures.length - 1} onClick={() => step(1)}>
            Next
          </button>
        </footer>
      )}
    </dialog>
  );
}
