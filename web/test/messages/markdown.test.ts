import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { isOnlyEmoji } from "../../src/messages/isOnlyEmoji";
import { MessageText } from "../../src/messages/MessageText";
import { plainText } from "../../src/messages/markdown";

/** The HTML of a text, without attributes that are the same everywhere. */
const html = (text: string) =>
  renderToStaticMarkup(createElement(MessageText, { text }))
    .replace(/^<div class="message-body" dir="auto"><div class="text" data-emoji="\w+">|<\/div><\/div>$/g, "")
    .replace(/ (target|rel|dir)="[^"]*"|<!--\/?\$!?-->|<template[^>]*><\/template>/g, "");

const links = (text: string) => [...html(text).matchAll(/href="([^"]*)"/g)].map(([, href]) => href);

describe("formatting", () => {
  it.each([
    ["**bold** __bold__", "<p><strong>bold</strong> <strong>bold</strong></p>"],
    ["*italic* _italic_ ***both***", "<p><em>italic</em> <em>italic</em> <em><strong>both</strong></em></p>"],
    ["彼は**「はい」**と", "<p>彼は<strong>「はい」</strong>と</p>"],
    ["~~gone~~", "<p><s>gone</s></p>"],
    ["`a*b*`", "<p><code>a*b*</code></p>"],
    ["> one\n> two\nthree", "<blockquote><p>one\ntwo</p></blockquote><p>three</p>"],
    ["- a\n- b\n  - c\nd", "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul><p>d</p>"],
    ["3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'],
    ["[x](https://a.b/)", '<p><a href="https://a.b/" title="https://a.b/">x</a></p>'],
  ])("%s", (text, expected) => {
    expect(html(text)).toBe(expected);
  });

  it.each([
    ...[
      "2 * 3 * 4",
      "snake_case_name",
      "**",
      "-",
      "+",
      "1.",
      ">",
      "```",
      "a  b",
      "# 1 fan",
      "a\n---",
      "| a | b |\n|---|---|",
    ],
    ...[
      "<b>no</b> &amp; <!-- no -->",
      "![x](data:text/html,x)",
      "[x](javascript:alert(1))",
      "[a]: https_x",
      "+1",
      "a\n    b",
    ],
  ])("leaves %s as it was typed", (text) => {
    const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
    expect(html(text).replace(/^<p>|<\/p>$/g, "")).toBe(escaped);
  });

  it("keeps line breaks, and shows a mark after a backslash", () => {
    expect(html("a\nb\n\nc \\*d\\*")).toBe("<p>a\nb</p><p>c *d*</p>");
  });

  it("is left out of plain text", () => {
    expect(plainText("**Hi** [Bob](https://a.b/), `x` ~~y~~")).toBe("Hi Bob, x y");
    expect(plainText("> a\n\n- b")).toBe("a\n• b");
    expect(plainText("2020. A good year")).toBe("2020. A good year");
    expect(plainText("-")).toBe("-");
  });
});

describe("code", () => {
  it("is separate from the text around it and isn't parsed", () => {
    expect(html("a `b https://c.d` ```\ne\n\n  **f**\n```\ng")).toBe(
      "<p>a <code>b https://c.d</code></p><pre><code>e\n\n  **f**</code></pre><p>g</p>",
    );
  });

  it.each(["ts", "c++", "objective-c", "F#", ""])("doesn't show a block's language (%s)", (language) => {
    expect(html(`\`\`\`${language}\nlet a;\n\`\`\``)).toBe("<pre><code>let a;</code></pre>");
  });

  it.each([
    ["```let a;\nlet b;```", "<pre><code>let a;\nlet b;</code></pre>"],
    ["```ts```", "<pre><code>ts</code></pre>"],
    ["see ```a``` there", "<p>see</p><pre><code>a</code></pre><p>there</p>"],
    ["> ```\n> a\n> ```", "<blockquote><pre><code>a</code></pre></blockquote>"],
    ["1. a\n   ```\n   b\n   ```\n2. c", '<ol start="1"><li>a<pre><code>b</code></pre></li><li>c</li></ol>'],
    ["```\n> a\nb", "<pre><code>&gt; a\nb</code></pre>"],
  ])("may be a block in %s", (text, expected) => {
    expect(html(text)).toBe(expected);
  });
});

describe("links", () => {
  it("are web and e-mail addresses, and nothing else", () => {
    const linked = ["https://example.com/", "http://a.b/", "http://www.example.dev/", "mailto:g@h.org"];
    expect(links("https://example.com HTTP://a.b www.example.dev g@h.org")).toEqual(linked);
    expect(links("javascript:alert(1) data:text/html,x ftp://c.d //e.f node.js a.b www. @ann x@y")).toEqual([]);
    expect(links("<javascript:alert(1)> [x](JavaScript:alert(1)) [x](data:text/html,x) [x](/y)")).toEqual([]);
    expect(html("https://[broken")).toBe("<p>https://[broken</p>");
  });

  it.each([
    ["(see https://example.com/a)", "https://example.com/a"],
    ["https://example.com/a_(b)", "https://example.com/a_(b)"],
    ["(https://example.com/a_(b))", "https://example.com/a_(b)"],
    ["https://example.com/a.", "https://example.com/a"],
    ["https://example.com/?q=1&r=2!", "https://example.com/?q=1&amp;r=2"],
    ['"https://example.com"', "https://example.com/"],
    ["**https://example.com/a**", "https://example.com/a"],
    ["**www.example.com/a**", "http://www.example.com/a"],
    ["https://example.com/_a_/*b*/c", "https://example.com/_a_/*b*/c"],
    ["https://example.com/a]", "https://example.com/a"],
    ["_https://example.com/a_", "https://example.com/a"],
    ["_see www.example.com/a_", "http://www.example.com/a"],
    ["~~https://example.com/a~~", "https://example.com/a"],
    ["https://example.com/a～", "https://example.com/a"],
    ["https://example.com/~ann/_b", "https://example.com/~ann/_b"],
    ["<https://example.com/a>", "https://example.com/a"],
    ["見て：https://example.com/a。次", "https://example.com/a"],
    ["「https://example.com/a」", "https://example.com/a"],
    ["https://example.com/a、https", "https://example.com/a"],
    ["（www.example.com/a）", "http://www.example.com/a"],
    ["ann@example.com, bob", "mailto:ann@example.com"],
    ["https://ja.wikipedia.org/wiki/日本", "https://ja.wikipedia.org/wiki/%E6%97%A5%E6%9C%AC"],
  ])("end in %s where the sentence goes on", (text, href) => {
    expect(links(text)).toEqual([href]);
  });

  it("show their target if their text is another address", () => {
    expect(html("[https://bank.example](https://evil.example/)")).toContain(">https://evil.example/</a>");
    expect(html("[**www.bank.example**](https://evil.example/)")).toContain(">https://evil.example/</a>");
  });

  it("open without access to the page", () => {
    expect(renderToStaticMarkup(createElement(MessageText, { text: "https://a.b" }))).toContain(
      'target="_blank" rel="noopener noreferrer nofollow"',
    );
  });
});

describe("a text of the most bytes that a message can have", () => {
  it.each([
    ...["`", "```", "```a````", "```a", "*a ", "**a *b ", "_a_", "~~a ", "[", "[a](", "![a](<", "<", "\\", "&"],
    ...["> ", "- ", "- a\n", "> a\nb\n", "1. a\n  - b\n", "https://", "www.", "a@", "a.", "👍"],
  ])(
    "is shown whatever it repeats: %s",
    (mark) => {
      expect(html(mark.repeat(16_384 / mark.length))).not.toBe("");
      expect(html(`${"*".repeat(8_000)}a${"*".repeat(8_000)}`)).not.toBe("");
    },
    30_000,
  );
});

describe("emoji alone", () => {
  it.each([
    ["👍", true],
    ["❤️ 🎉", true],
    ["👨‍👩‍👧", true],
    ["👍🏽", true],
    ["ok 👍", false],
    ["12", false],
    ["😀😀😀😀😀😀", false],
  ])("%s: %s", (text, expected) => {
    expect(isOnlyEmoji(text)).toBe(expected);
  });
});
