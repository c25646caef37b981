"""The specs that need a server with keys, against a stack of its own: `python -m tests.e2e.signed_in`."""

import sys
import tempfile
from pathlib import Path

from tests.e2e.playwright import CHROMIUM, run_playwright
from tests.support.stack import running_stack

CONFIGURATION = ("--config", "e2e/signed-in/playwright.config.ts")


def main() -> int:
    """Playwright's exit code; 2 when there is no Chromium to drive."""
    if not CHROMIUM.is_there():
        return 2
    with (
        tempfile.TemporaryDirectory(prefix="signed-in-") as folder,
        running_stack(Path(folder) / "stack", AUTH="required") as stack,
    ):
        key = stack.new_key("the team lead", role="admin")
        return run_playwright(stack, [*CONFIGURATION, *sys.argv[1:]], ADMIN_KEY=key)


if __name__ == "__main__":
    sys.exit(main())
