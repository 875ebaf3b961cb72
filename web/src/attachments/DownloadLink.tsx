import type { Attachment } from "@chatfunctions/client";
import type { AnchorHTMLAttributes, MouseEvent } from "react";

/** Gets a new address of a file; null: there is none. */
export type Renew = (file: Attachment) => Promise<string | null>;

interface DownloadLinkProps extends AnchorHTMLAttributes<HTMLAnchorElement> {
  file: Attachment;
  renew: Renew;
}

/** A link to a file. If the address has expired, it gets a new one first. */
export function DownloadLink({ file, renew, ...properties }: DownloadLinkProps) {
  const open = async (event: MouseEvent) => {
    if (file.url && !isExpired(file.url)) return;
    event.preventDefault();
    const href = await renew(file);
    if (href) Object.assign(document.createElement("a"), { href, ...inNewTab }).click();
  };
  return <a {...properties} {...inNewTab} href={file.url ?? "#"} onClick={open} />;
}

/** A download leaves no tab open. */
const inNewTab = { target: "_blank", rel: "noopener noreferrer" };

/** Whether an address has expired: the end of its validity is part of it. */
export const isExpired = (url: string) => Date.parse(new URL(url).searchParams.get("se") ?? "") <= Date.now();
