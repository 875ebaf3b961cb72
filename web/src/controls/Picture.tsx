import { useState } from "react";
import { BoundedImage } from "./BoundedImage";

/** The most pixels of the picture of a user or room, which is shown small and often. */
const mostPixels = 5_000_000;

/** A picture on top of initials or an icon, which stay visible until it is loaded. */
export function Picture({
  urls,
  onExpired,
}: {
  /** Addresses to try in turn, because they expire. */
  urls: readonly (string | null | undefined)[];
  /** Called when one can't be loaded. */
  onExpired?: (url: string) => void;
}) {
  const [failed, setFailed] = useState<readonly string[]>([]);
  const url = urls.find((one) => one && !failed.includes(one));
  if (!url) return null;
  const fail = () => setFailed([...failed, url]);
  return (
    <BoundedImage
      key={url}
      className="avatar-picture"
      src={url}
      alt=""
      most={mostPixels}
      onTooLarge={fail}
      onError={() => {
        fail();
        onExpired?.(url);
      }}
    />
  );
}
