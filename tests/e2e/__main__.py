"""The web app in a real browser against a whole stack of its own: `python -m tests.e2e [Playwright's arguments]`."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.support.stack import ROOT, running_stack


def main() -> int:
    """Playwright's exit code; 2 when there is no Chromium to drive."""
    if not (os.environ.get("CHROMIUM") or shutil.which("chromium")):
        print("Chromium is needed: apt-get install chromium, or CHROMIUM=/path/to/it", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="e2e-") as folder, running_stack(Path(folder) / "stack") as stack:
        return subprocess.run(
            ["npm", "--prefix", "frontend", "run", "e2e", "--", *sys.argv[1:]],
            cwd=ROOT,
            env={**os.environ, "WEB_URL": stack.record["web"], "API_URL": stack.record["api"]},
            check=False,
        ).returncode


if __name__ == "__main__":
    sys.exit(main())
