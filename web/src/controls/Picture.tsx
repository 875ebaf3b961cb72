import { useState } from "react";

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
  return (
    <img
      key={url}
      className="avatar-picture"
      src={url}
      alt=""
      decoding="async"
      onLoad={({ currentTarget }) => {
        currentTarget.dataset.loaded = "true";
      }}
      onError={() => {
        setFailed([...failed, url]);
        onExpired?.(url);
      }}
    />
  );
}
