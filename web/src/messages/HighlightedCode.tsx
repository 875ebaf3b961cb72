import { common, createLowlight } from "lowlight";
import { createElement, Fragment, type ReactNode, useMemo } from "react";

const lowlight = createLowlight(common);

type Part = ReturnType<typeof lowlight.highlight>["children"][number];

/** Code with its syntax highlighted; plain if the language isn't known. */
export default function HighlightedCode({ code, language }: { code: string; language: string }) {
  return useMemo(
    () =>
      lowlight.registered(language)
        ? createElement(Fragment, null, ...lowlight.highlight(language, code).children.map(elementOf))
        : code,
    [code, language],
  );
}

function elementOf(part: Part): ReactNode {
  if (part.type === "text") return part.value;
  if (part.type !== "element") return null;
  const { className } = part.properties;
  return createElement(
    "span",
    { className: Array.isArray(className) ? className.join(" ") : undefined },
    ...part.children.map(elementOf),
  );
}
