/** Made for `ref`: a form that has just appeared is there to be filled in. */
export function focusFirstInput(element: HTMLElement | null): void {
  element?.querySelector<HTMLElement>("input, textarea")?.focus();
}
