import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useRef } from "react";
import { go, hrefs } from "../app/router";
import { Icon } from "../controls/Icon";
import { isComposing } from "../controls/isComposing";

/** Closes the panel where it covers the room. */
export function closeCovering(roomId: string): void {
  if (matchMedia("(max-width: 69.99rem)").matches) go(hrefs.room(roomId));
}

/** A panel beside a room, or over it in a narrow window. Escape closes it, after anything open inside it. */
export function Panel({
  title,
  roomId,
  initialFocus,
  children,
}: {
  title: string;
  roomId: string;
  /** What has the focus at first; by default, the button that closes the panel. */
  initialFocus?: RefObject<HTMLElement | null>;
  children: ReactNode;
}) {
  const close = useRef<HTMLAnchorElement>(null);
  useEffect(() => (initialFocus ?? close).current?.focus(), [initialFocus]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event)) return;
    const target = event.target as HTMLElement;
    const isMeantElsewhere =
      target.closest("[popover], dialog") || (target instanceof HTMLInputElement && target.value);
    if (event.key === "Escape" && !event.defaultPrevented && !isMeantElsewhere) go(hrefs.room(roomId));
  };
  return (
    <aside className="panel" aria-label={title} onKeyDown={onKeyDown}>
      <header className="panel-head">
        <h2>{title}</h2>
        <a ref={close} className="icon-button" href={hrefs.room(roomId)} aria-label={`Close ${title.toLowerCase()}`}>
          <Icon name="close" />
        </a>
      </header>
      <div className="panel-body">{children}</div>
    </aside>
  );
}
