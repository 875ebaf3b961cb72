import { fileURLToPath } from "node:url";

const source = fileURLToPath(new URL("../client/src/", import.meta.url));

/** The page and the tests use the sources of the client library, as tsconfig.json does. */
export const clientAlias = [
  { find: /^@chatfunctions\/client$/, replacement: `${source}index.ts` },
  { find: /^@chatfunctions\/client\/(\w+)$/, replacement: `${source}$1.ts` },
];
