import { lazy, Suspense } from "react";

/** Loaded with the first block that names a language. Without it, code is plain. */
const HighlightedCode = lazy(() => import("./HighlightedCode").catch(() => ({ default: PlainCode })));

export function CodeBlock({ code, language }: { code: string; language: string }) {
  return (
    <pre dir="ltr">
      <code>
        {language === "" ? (
          code
        ) : (
          <Suspense fallback={code}>
            <HighlightedCode code={code} language={language} />
          </Suspense>
        )}
      </code>
    </pre>
  );
}

function PlainCode({ code }: { code: string }) {
  return code;
}
