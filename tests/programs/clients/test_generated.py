"""What of the client is generated is what the OpenAPI document and the asynchronous client make of it."""

import subprocess
import sys

from tests.support.stack import ROOT


def test_the_generated_files_are_up_to_date() -> None:
    check = [sys.executable, "clients/python/generate.py", "--check"]
    ended = subprocess.run(check, cwd=ROOT, capture_output=True, text=True)
    assert (ended.returncode, ended.stderr) == (0, "")
