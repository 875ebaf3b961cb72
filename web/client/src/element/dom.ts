type Properties<T> = Partial<Omit<T, "part" | "style">> & { readonly part?: string };

/** Creates an element with properties and children, without parsing HTML. */
export function create<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  { part, ...properties }: Properties<HTMLElementTagNameMap[K]> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = Object.assign(document.createElement(tag), properties);
  if (part) element.setAttribute("part", part);
  element.append(...children);
  return element;
}
