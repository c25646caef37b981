"""Playwright, from the web app's packages, against a stack of its own."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence

from tests.support.stack import ROOT, RunningStack


def has_chromium() -> bool:
    """Whether there is a Chromium to drive; if not, stderr names the remedy."""
    if os.environ.get("CHROMIUM") or shutil.which("chromium"):
        return True
    print("Chromium is needed: apt-get install chromium, or CHROMIUM=/path/to/it", file=sys.stderr)
    return False


def run_playwright(stack: RunningStack, arguments: Sequence[str], **environment: str) -> int:
    """Playwright's exit code."""
    return subprocess.run(
        ["npm", "--prefix", "frontend", "run", "e2e", "--", *arguments],
        cwd=ROOT,
        env={**os.environ, "WEB_URL": stack.record["web"], "API_URL": stack.record["api"], **environment},
        check=False,
    ).returncode
