/** The pictures of docs/screens, taken of a running system: `make screens`. */
import { defineConfig } from "@playwright/test";
import e2e from "../playwright.config";

export default defineConfig({
  ...e2e,
  testDir: ".",
  testMatch: "*.screens.ts",
  outputDir: "../test-results",
  retries: 0,
  timeout: 60_000,
  // Two to a row on a page of documentation, and sharp there.
  use: { ...e2e.use, viewport: { width: 1360, height: 850 }, reducedMotion: "reduce", trace: "off" },
});
