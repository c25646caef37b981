"""Playwright, from the web app's packages, against a stack of its own."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from tests.support.stack import ROOT, RunningStack


@dataclass(frozen=True, slots=True, kw_only=True)
class Browser:
    """A browser of Debian that Playwright drives; the variable names another one's path."""

    name: str
    package: str
    variable: str

    def is_there(self) -> bool:
        """Whether there is one to drive; if not, stderr names the remedy."""
        if os.environ.get(self.variable) or shutil.which(self.package):
            return True
        print(f"{self.name} is needed: apt-get install {self.package}, or {self.variable}=/path/to/it", file=sys.stderr)
        return False


CHROMIUM = Browser(name="Chromium", package="chromium", variable="CHROMIUM")
FIREFOX = Browser(name="Firefox", package="firefox-esr", variable="FIREFOX")


def run_playwright(stack: RunningStack, arguments: Sequence[str], **environment: str) -> int:
    """Playwright's exit code."""
    return subprocess.run(
        ["npm", "--prefix", "frontend", "run", "e2e", "--", *arguments],
        cwd=ROOT,
        env={**os.environ, "WEB_URL": stack.record["web"], "API_URL": stack.record["api"], **environment},
        check=False,
    ).returncode
