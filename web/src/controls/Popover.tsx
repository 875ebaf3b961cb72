import { type ReactNode, useEffect, useLayoutEffect, useRef } from "react";

/** Room between the popover and its anchor, and the edges of the window. */
const gap = 6;

/**
 * Something small that opens beside a control and closes at Escape or a click elsewhere (the browser's popover). Mounted means
 * open; the first control in it gets the focus, and `anchor` when it closes.
 */
export function Popover({
  anchor,
  label,
  role,
  onClose,
  children,
}: {
  anchor: HTMLElement;
  label: string;
  role: "dialog" | "menu";
  onClose: () => void;
  children: ReactNode;
}) {
  const ref = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);
  close.current = onClose;
  useLayoutEffect(() => {
    const popover = ref.current;
    if (!popover) return;
    popover.showPopover();
    place(popover, anchor);
    popover.querySelector<HTMLElement>("button, input")?.focus();
  }, [anchor]);
  useEffect(() => {
    const popover = ref.current;
    const toggled = (event: Event) => {
      if ((event as ToggleEvent).newState === "closed") close.current();
    };
    popover?.addEventListener("toggle", toggled);
    return () => {
      popover?.removeEventListener("toggle", toggled);
      if (popover?.contains(document.activeElement) || document.activeElement === document.body) anchor.focus();
    };
  }, [anchor]);
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles that it takes have names
    <div ref={ref} className="popover" popover="auto" role={role} aria-label={label}>
      {children}
    </div>
  );
}

/** Below the anchor or above it, wherever there's room, and inside the window. */
function place(popover: HTMLElement, anchor: HTMLElement): void {
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = popover;
  const below = at.bottom + gap + height <= innerHeight - gap;
  const top = below ? at.bottom + gap : Math.max(gap, at.top - gap - height);
  const left = Math.min(Math.max(gap, at.right - width), innerWidth - width - gap);
  popover.style.top = `${top}px`;
  popover.style.left = `${left}px`;
}
