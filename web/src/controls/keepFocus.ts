const controls = "input:not([disabled]), textarea, button:not([disabled]), a[href], [tabindex='0']";

/**
 * Moves the focus to the nearest control when the one that has it is removed and nothing else takes it, so that the keyboard doesn't
 * begin at the top of the page again.
 */
export function keepFocus(root: HTMLElement): void {
  let focused: HTMLElement | null = null;
  /** What had the focus last outside of dialogs and menus, which may have removed what opened them, and everything around it. */
  let path: HTMLElement[] = [];
  root.addEventListener("focusin", (event) => {
    const around = event.composedPath().filter((one) => one instanceof HTMLElement);
    focused = around[0] ?? null;
    if (!focused?.closest("dialog, [popover]")) path = around;
  });
  const isLost = () => focused?.isConnected === false && document.activeElement === document.body;
  new MutationObserver(() => {
    // What opened a menu or a dialog takes the focus back before the next frame.
    if (isLost()) requestAnimationFrame(() => isLost() && nearestControl(path)?.focus());
  }).observe(root, { childList: true, subtree: true });
}

function nearestControl(path: readonly HTMLElement[]): HTMLElement | null {
  for (const element of path) {
    if (!element.isConnected) continue;
    // The list of messages is left for the field below it: its first control may be far away.
    const messages = element.closest(".room-main");
    if (messages) return messages.querySelector("textarea");
    if (element.id === "main") return element;
    const control = element.querySelector<HTMLElement>(controls);
    if (control) return control;
  }
  return null;
}
