"""The web app in real browsers on stacks of their own: the specs that every change must pass. All, and Firefox:
`make e2e`."""

import subprocess
import sys

import pytest

from tests.e2e.playwright import CHROMIUM, FIREFOX, Browser
from tests.support.stack import ROOT

SPECS = ("journey", "stored-script", "safe-confirm")


@pytest.mark.timeout(900)
@pytest.mark.parametrize(
    ("browser", "command"),
    [
        pytest.param(CHROMIUM, ("tests.e2e", *SPECS), id="Chromium"),
        pytest.param(FIREFOX, ("tests.e2e.firefox",), id="Firefox", marks=pytest.mark.long),
    ],
)
def test_an_invoice_goes_through_the_web_app_and_nothing_runs_that_should_not(
    browser: Browser, command: tuple[str, ...]
) -> None:
    if not browser.is_there():
        pytest.skip(f"{browser.name} is not installed")
    if not (ROOT / "frontend/node_modules/@playwright").is_dir():
        pytest.skip("the web app's packages are not installed: Node.js 20 is needed")
    result = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout[-8000:] + result.stderr[-2000:]
    assert "passed" in result.stdout
