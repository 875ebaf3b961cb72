import { useState } from "react";
import { BoundedImage, mostSmallPixels } from "./BoundedImage";

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
      most={mostSmallPixels}
      onTooLarge={fail}
      onError={() => {
        fail();
        onExpired?.(url);
      }}
    />
  );
}
