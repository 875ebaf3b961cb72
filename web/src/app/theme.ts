import type { KeyValueStore } from "@chatfunctions/client";

export type Theme = "system" | "light" | "dark";

const key = "theme";

export function storedTheme(store: KeyValueStore): Theme {
  const value = store.get(key);
  return value === "light" || value === "dark" ? value : "system";
}

export function setTheme(store: KeyValueStore, theme: Theme): void {
  store.set(key, theme);
  applyTheme(store);
}

/** Sets the theme on the document. Without one, the style sheets use the system's. */
export function applyTheme(store: KeyValueStore): void {
  const theme = storedTheme(store);
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}
