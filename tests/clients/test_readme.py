"""The examples of the client's README run, one after the other, as they stand there."""

import re
import shutil
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from invoices_client import Invoices
from tests.support.stack import ROOT

pytestmark = [pytest.mark.stack, pytest.mark.timeout(300)]

README = ROOT / "clients" / "python" / "README.md"
EXAMPLES = re.findall(
    r"^## ([^\n]+)\n(?:(?!^## ).)*?^```python\n(.*?)^```", README.read_text("utf-8"), re.DOTALL | re.MULTILINE
)


@pytest.fixture(scope="module")
def names(url: str, key: str) -> dict[str, Any]:
    """What the examples have in common."""
    return {"url": url, "key": key, "__name__": "readme"}


def test_there_are_examples() -> None:
    assert len(EXAMPLES) == 6


@pytest.mark.parametrize(("title", "code"), EXAMPLES, ids=[title for title, _ in EXAMPLES])
def test_an_example_runs(
    title: str, code: str, names: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, invoices: Invoices
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(ROOT / "samples" / "design-studio-en.pdf", "invoice.pdf")
    shutil.copy(ROOT / "samples" / "radio-station-us.pdf", "second.pdf")
    with changing(invoices):
        exec(compile(code, f"{README.name}: {title}", "exec"), names)  # noqa: S102 - our own file


@contextmanager
def changing(invoices: Invoices) -> Iterator[None]:
    """Invoices keep coming inside the block, for those who look at changes."""
    is_over = threading.Event()

    def upload() -> None:
        while not is_over.wait(1):
            content = (ROOT / "samples" / "fietsen-ubl-nl.xml").read_bytes()
            invoices.upload(content + f"<!-- {uuid.uuid4()} -->".encode(), name="coming.xml")

    thread = threading.Thread(target=upload)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()
