"""The flows of a day in Firefox, against a stack of its own: `python -m tests.e2e.firefox`."""

import sys
import tempfile
from pathlib import Path

from tests.e2e.playwright import FIREFOX, run_playwright
from tests.support.stack import running_stack

CONFIGURATION = ("--config", "e2e/firefox/playwright.config.ts")


def main() -> int:
    """Playwright's exit code; 2 when there is no Firefox to drive."""
    if not FIREFOX.is_there():
        return 2
    with (
        tempfile.TemporaryDirectory(prefix="firefox-") as folder,
        running_stack(Path(folder) / "stack", AUTH="required") as stack,
    ):
        key = stack.new_key("the accountant", role="admin")
        downloads = Path(folder) / "downloads"
        downloads.mkdir()
        return run_playwright(stack, [*CONFIGURATION, *sys.argv[1:]], ADMIN_KEY=key, DOWNLOADS=str(downloads))


if __name__ == "__main__":
    sys.exit(main())
