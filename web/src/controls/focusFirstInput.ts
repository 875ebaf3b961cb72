/** For `ref`: focuses the first input of a form that appears. */
export function focusFirstInput(element: HTMLElement | null): void {
  element?.querySelector<HTMLElement>("input:not([hidden]), textarea")?.focus();
}
