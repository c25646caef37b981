/** The flows of a day in the second browser: `python -m tests.e2e.firefox`, which sets ADMIN_KEY and DOWNLOADS.
 * Debian's Firefox as it is, over WebDriver BiDi; Playwright after 1.64 asks it for a command that ESR 153 lacks. */
import base from "../../playwright.config";

export default {
  ...base,
  testDir: ".",
  testIgnore: [],
  outputDir: "../../test-results",
  use: {
    ...base.use,
    browserName: "firefox" as const,
    channel: "moz-firefox",
    launchOptions: {
      executablePath: process.env["FIREFOX"] ?? "/usr/bin/firefox-esr",
      downloadsPath: process.env["DOWNLOADS"],
    },
  },
};
