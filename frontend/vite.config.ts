import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const api = process.env["API_URL"] ?? "http://127.0.0.1:8010";
const toApi = { target: api, changeOrigin: false };
const proxy = { "/api": toApi, "/readyz": toApi };

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  // Below a path of a shared host, if BASE_PATH names one ("/invoices"): src/lib/base-path.ts.
  base: `${process.env["BASE_PATH"] ?? ""}/`,
  plugins: [react()],
  // The headings of columns are the API's, which writes them into files, the names of codes those of the pages that
  // e-invoices are printed on: they have one home.
  resolve: {
    alias: {
      "@headings": folder("../functions/api/headings"),
      "@printed-words": folder("../functions/extract/printed_words"),
      "@": folder("./src"),
    },
  },
  server: { host: "127.0.0.1", port: Number(process.env["PORT"] ?? 5173), proxy, fs: { allow: [".."] } },
  preview: { host: "127.0.0.1", port: Number(process.env["PORT"] ?? 4173), proxy },
  build: {
    target: "es2023",
    // Nothing inline: the Content-Security-Policy allows scripts, styles and fonts from our own origin only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
  },
  test: {
    environment: "node",
    // The n8n node has a few, of what needs no n8n: they are not worth an installation of their own.
    include: ["src/**/*.test.{ts,tsx}", "../clients/n8n/nodes/**/*.test.ts"],
    setupFiles: ["src/test-setup.ts"],
    restoreMocks: true,
    // Typing into a table in jsdom is slow on a busy machine; no test here measures time.
    testTimeout: 60_000,
  },
});
