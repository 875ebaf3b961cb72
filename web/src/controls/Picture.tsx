import { useState } from "react";

/** A picture on top of initials or an icon, which stay visible until it is loaded. Addresses expire, so the next one is tried. */
export function Picture({ urls }: { urls: readonly (string | null | undefined)[] }) {
  const [failed, setFailed] = useState<readonly string[]>([]);
  const url = urls.find((one) => one && !failed.includes(one));
  if (!url) return null;
  return (
    <img
      key={url}
      className="picture"
      src={url}
      alt=""
      decoding="async"
      onLoad={({ currentTarget }) => {
        currentTarget.dataset.loaded = "true";
      }}
      onError={() => setFailed([...failed, url])}
    />
  );
}
