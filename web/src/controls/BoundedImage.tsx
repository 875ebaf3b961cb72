import { type ComponentProps, useState } from "react";

/** The most pixels of an image that is shown; larger ones would take too much memory. */
export const mostPixels = 50_000_000;

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
  const [checked, setChecked] = useState<string | null>(null);
  return (
    // biome-ignore lint/a11y/useAltText: given by the caller
    <img
      {...props}
      src={src}
      decoding="async"
      data-shown={(checked === src && src !== undefined) || undefined}
      onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) => {
        if (naturalWidth * naturalHeight > most) onTooLarge?.();
        else setChecked(src ?? null);
      }}
      onError={(event) => {
        // Shows the text instead.
        setChecked(src ?? null);
        onError?.(event);
      }}
    />
  );
}
