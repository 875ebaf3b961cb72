import type { Attachment } from "@chatfunctions/client";
import { type CSSProperties, type SyntheticEvent, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { useBoundedUrl } from "../controls/BoundedImage";
import type { Renew } from "./DownloadLink";

interface PlayerProps {
  file: Attachment;
  size: CSSProperties | undefined;
  tabIndex: number;
  renew: Renew;
}

/** Plays a video or sound. It keeps its address until that fails, because another address would end the playback. */
export function Player({ file, size, tabIndex, renew }: PlayerProps) {
  const [src, setSrc] = useState(file.url);
  const poster = useBoundedUrl(file.thumbnailUrl);
  const position = useRef(0);
  const onError = async ({ currentTarget: player }: SyntheticEvent<HTMLMediaElement>) => {
    const { currentTime, paused } = player;
    const fresh = await renew({ ...file, url: src });
    if (!fresh || fresh === src) return;
    position.current = currentTime;
    flushSync(() => setSrc(fresh));
    if (!paused) await player.play().catch(() => {});
  };
  const onLoadedMetadata = ({ currentTarget: player }: SyntheticEvent<HTMLMediaElement>) => {
    if (position.current > 0) player.currentTime = position.current;
    position.current = 0;
  };
  const properties = {
    className: "player",
    "aria-label": file.name,
    src: src ?? undefined,
    controls: true,
    tabIndex,
    onError,
    onLoadedMetadata,
  };
  return file.contentType.startsWith("video/") ? (
    <video {...properties} style={size} poster={poster} preload={file.thumbnailUrl ? "none" : "metadata"} />
  ) : (
    <audio {...properties} preload="none" />
  );
}
