import { type ComponentProps, useEffect, useState } from "react";

/** The most pixels of an image that is shown; larger ones would take too much memory. */
export const mostPixels = 50_000_000;

/** The same for images that are shown small and often. */
export const mostSmallPixels = 5_000_000;

/**
 * An image that stays hidden, and so isn't decoded, until its size is known. A few kilobytes can have a billion pixels, whatever size was
 * declared.
 */
export function BoundedImage({
  src,
  most = mostPixels,
  onTooLarge,
  onError,
  ...props
}: ComponentProps<"img"> & { src: string | undefined; most?: number; onTooLarge?: () => void }) {
  const [checked, setChecked] = useState<string>();
  return (
    // biome-ignore lint/a11y/useAltText: given by the caller
    <img
      {...props}
      src={src}
      decoding="async"
      data-shown={checked === src || undefined}
      onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) => {
        if (naturalWidth * naturalHeight > most) onTooLarge?.();
        else setChecked(src);
      }}
      onError={(event) => {
        // Shows the text instead.
        setChecked(src);
        onError?.(event);
      }}
    />
  );
}

/** The address of an image, once it is known that it isn't too large; undefined before, and for others. */
export function useBoundedUrl(url: string | null | undefined): string | undefined {
  const [checked, setChecked] = useState<string | null>(null);
  useEffect(() => {
    if (!url) return;
    const image = new Image();
    image.onload = () => image.naturalWidth * image.naturalHeight <= mostSmallPixels && setChecked(url);
    image.src = url;
  }, [url]);
  return url && checked === url ? url : undefined;
}
