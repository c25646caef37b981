/** End-to-end tests against a running system: WEB_URL is where the web app is served, with `/api` behind it. */
import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: "e2e",
  // They have configurations of their own: their server requires keys, or another browser runs them.
  testIgnore: ["signed-in/**", "firefox/**"],
  outputDir: "test-results",
  // One after another: all share one system, whose OCR has the cores for itself then.
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env["CI"]),
  retries: process.env["CI"] ? 1 : 0,
  timeout: 240_000,
  expect: { timeout: 45_000 },
  reporter: [["list"]],
  use: {
    baseURL: process.env["WEB_URL"] ?? "http://127.0.0.1:5173",
    locale: "en-GB",
    timezoneId: "Europe/Madrid",
    viewport: { width: 1440, height: 900 },
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
      // Chromium as a container's root has no sandbox, and calls nobody from here.
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
