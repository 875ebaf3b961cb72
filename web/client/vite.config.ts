import { defineConfig } from "vite";

/** Bundles the element with everything it needs, for pages without a bundler; `tsc` compiles the modules beside it. */
export default defineConfig({
  build: {
    lib: { entry: "src/element.ts", formats: ["es"], fileName: () => "chat-room.js" },
    emptyOutDir: true,
    reportCompressedSize: false,
  },
});
