import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { clientAlias } from "./dev/client";
import { contentSecurityPolicy } from "./dev/contentSecurityPolicy";

/** In development the API is where CHAT_URL says, or where `./chat run` serves it. */
export default defineConfig({
  base: "./",
  resolve: { alias: clientAlias },
  plugins: [react(), contentSecurityPolicy()],
  server: { proxy: { "/api": process.env.CHAT_URL ?? "http://localhost:7071" } },
});
