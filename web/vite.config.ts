import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { contentSecurityPolicy } from "./dev/contentSecurityPolicy";
import { fakeServer } from "./dev/fakeServer";

/** `--mode fake` serves the API from memory; else it's expected where `./chat run` puts it. */
export default defineConfig(({ mode }) => ({
  base: "./",
  plugins: [react(), contentSecurityPolicy(), ...(mode === "fake" ? [fakeServer()] : [])],
  server: mode === "fake" ? {} : { proxy: { "/api": "http://localhost:7071" } },
}));
