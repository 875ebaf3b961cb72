import { createElement, Fragment, type ReactNode } from "react";
import { CodeBlock } from "./CodeBlock";
import { isOnlyEmoji } from "./isOnlyEmoji";
import { isInPage, linkify } from "./links";
import { withMentionNames } from "./Mention";
import { parse, type Token } from "./markdown";

/** A message's text with its formatting. `children` follow in its last line. */
export function MessageText({ text, children }: { text: string; children?: ReactNode }) {
  const tokens = parse(text);
  return (
    <div className="message-body" dir="auto">
      <div className="text" data-emoji={isOnlyEmoji(text)}>
        {tokens.length === 0 ? withMentionNames(text) : elementsOf(tokens)}
      </div>
      {children}
    </div>
  );
}

/** An element that is being made. */
interface Level {
  readonly open: Token | null;
  readonly children: ReactNode[];
  text: string;
}

/** React elements, never HTML. */
function elementsOf(tokens: readonly Token[]): ReactNode {
  const root: Level = { open: null, children: [], text: "" };
  const levels = [root];
  for (const token of tokens) {
    const level = levels.at(-1) ?? root;
    if (token.nesting > 0) levels.push({ open: token, children: [], text: "" });
    else if (token.nesting === 0) {
      level.children.push(leaf(token));
      level.text += token.content;
    } else {
      levels.pop();
      const outer = levels.at(-1) ?? root;
      outer.children.push(elementOf(level));
      outer.text += level.text;
    }
  }
  return elementOf(root);
}

function elementOf({ open, children, text }: Level): ReactNode {
  if (!open || open.hidden) return createElement(Fragment, null, ...children);
  if (open.type === "link_open") {
    const href = String(open.attrGet("href"));
    const isAddress = open.info === "auto";
    // A text that looks like another address is replaced by the true one.
    const shown = !isAddress && linkify.test(text) ? [href] : children;
    const attributes = {
      href,
      title: isAddress ? undefined : href,
      target: isInPage(href) ? undefined : "_blank",
      rel: "noopener noreferrer nofollow",
    };
    return createElement("a", attributes, ...shown);
  }
  const start = open.tag === "ol" ? Number(open.attrGet("start") ?? 1) : undefined;
  return createElement(
    open.tag,
    {
      start,
      "data-long": (start !== undefined && start > 99) || undefined,
      dir: ["ul", "ol", "blockquote"].includes(open.tag) ? "auto" : undefined,
    },
    ...children,
  );
}

function leaf({ type, content, children, info }: Token): ReactNode {
  if (children) return elementsOf(children);
  if (type === "softbreak") return "\n";
  if (type === "code_inline") return <code dir="ltr">{content}</code>;
  if (type === "fence") return <CodeBlock code={content.replace(/\n$/, "")} language={info.trim()} />;
  return withMentionNames(content);
}
