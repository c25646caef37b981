"""The web app in Chromium on a stack of its own: the specs that every change must pass. All of them: `make e2e`."""

import subprocess
import sys

import pytest

from tests.e2e.playwright import has_chromium
from tests.support.stack import ROOT

SPECS = ("journey", "keyboard", "filters", "stored-script", "safe-confirm")


@pytest.mark.timeout(900)
def test_an_invoice_goes_through_the_web_app_and_nothing_runs_that_should_not() -> None:
    if not has_chromium():
        pytest.skip("Chromium is not installed")
    if not (ROOT / "frontend/node_modules/@playwright").is_dir():
        pytest.skip("the web app's packages are not installed: Node.js 20 is needed")
    command = [sys.executable, "-m", "tests.e2e", *SPECS]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout[-8000:] + result.stderr[-2000:]
    assert "passed" in result.stdout
