import type { Plugin } from "vite";

/** Files are in Azure Storage, or in its emulator on this machine. */
const storage = "https: http://127.0.0.1:* http://localhost:*";

/**
 * The content security policy of the built page: only its own scripts and styles, connections to its API and to the SignalR service
 * that the API names (plain http only on this machine), and no strings as HTML.
 */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  `img-src 'self' data: ${storage}`,
  `media-src 'self' blob: ${storage}`,
  "connect-src 'self' https: wss: http://localhost:* ws://localhost:* http://127.0.0.1:* ws://127.0.0.1:*",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
].join("; ");

export const contentSecurityPolicy = (): Plugin => ({
  name: "content-security-policy",
  apply: "build",
  transformIndexHtml: () => [
    { tag: "meta", attrs: { "http-equiv": "Content-Security-Policy", content: policy }, injectTo: "head-prepend" },
  ],
});
