"""The web app in a real browser against a whole stack of its own: `python -m tests.e2e [Playwright's arguments]`."""

import sys
import tempfile
from pathlib import Path

from tests.e2e.playwright import CHROMIUM, run_playwright
from tests.support.stack import running_stack


def main() -> int:
    """Playwright's exit code; 2 when there is no Chromium to drive."""
    if not CHROMIUM.is_there():
        return 2
    with tempfile.TemporaryDirectory(prefix="e2e-") as folder, running_stack(Path(folder) / "stack") as stack:
        return run_playwright(stack, sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
