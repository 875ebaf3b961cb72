const controls = "input:not([disabled]), textarea, button:not([disabled]), a[href], [tabindex='0']";

/**
 * Moves the focus to the nearest control when the focused one is removed, so that keyboard users don't start at the top of the page
 * again.
 */
export function keepFocus(root: HTMLElement): void {
  let focused: HTMLElement | null = null;
  /** The last focused element outside dialogs and menus, with its ancestors. */
  let path: HTMLElement[] = [];
  /** The same inside the dialog that is open. */
  let inDialog: HTMLElement[] = [];
  root.addEventListener("focusin", (event) => {
    const around = event.composedPath().filter((one) => one instanceof HTMLElement);
    focused = around[0] ?? null;
    if (focused?.closest("dialog")) inDialog = around;
    else if (!focused?.closest("[popover]")) path = around;
  });
  const isDialogOpen = () => inDialog.some((one) => one instanceof HTMLDialogElement && one.open);
  const isLost = () => focused?.isConnected === false && document.activeElement === document.body;
  new MutationObserver(() => {
    // A closing menu or dialog restores the focus before the next frame.
    if (isLost()) requestAnimationFrame(() => isLost() && nearestControl(isDialogOpen() ? inDialog : path)?.focus());
  }).observe(root, { childList: true, subtree: true });
}

function nearestControl(path: readonly HTMLElement[]): HTMLElement | null {
  for (const element of path) {
    if (!element.isConnected) continue;
    // Skip the message list, whose first control may be far away, and use the field below it.
    const messages = element.closest(".room-main");
    if (messages) return messages.querySelector("textarea");
    if (element.id === "main") return element;
    // A page that has replaced the whole one before starts at its content, not at the link that skips to it.
    const main = element.querySelector<HTMLElement>("#main");
    if (main) return main;
    const control = element.querySelector<HTMLElement>(controls);
    if (control) return control;
  }
  return null;
}
