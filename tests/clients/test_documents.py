"""The examples of the documents run, one after the other, as they stand there."""

import re
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from invoices_client import Invoices
from tests.clients.samples import SAMPLES, distinct
from tests.support.stack import ROOT

pytestmark = [pytest.mark.stack, pytest.mark.timeout(300)]

DOCUMENTS = (ROOT / "clients" / "python" / "README.md", ROOT / "docs" / "integrations.md")
EXAMPLES = [
    (f"{document.name}: {title}", code)
    for document in DOCUMENTS
    for title, code in re.findall(
        r"^## ([^\n]+)\n(?:(?!^## ).)*?^```python\n(.*?)^```", document.read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
]


@pytest.fixture(scope="module")
def names(url: str, key: str) -> dict[str, Any]:
    """What the examples have in common."""
    return {"url": url, "key": key, "__name__": "readme"}


def test_there_are_examples() -> None:
    pieces = sum(document.read_text("utf-8").count("```python") for document in DOCUMENTS)
    assert len(EXAMPLES) == pieces > 6


@pytest.mark.parametrize(("title", "code"), EXAMPLES, ids=[title for title, _ in EXAMPLES])
def test_an_example_runs(
    title: str, code: str, names: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, invoices: Invoices
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, sample in (("invoice.pdf", "catering-two-pages-en.pdf"), ("second.pdf", "radio-station-us.pdf")):
        # Invoices that no other test has: what becomes of them is theirs alone, and they are nobody's duplicate.
        (tmp_path / name).write_bytes((SAMPLES / sample).read_bytes() + f"\n% {uuid.uuid4()}\n".encode())
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "billing@supplier.example", "Invoice"
    mail.set_content("The invoice is attached.")
    attached = distinct(uuid.uuid4())
    mail.add_attachment(attached, maintype="application", subtype="xml", filename="attached.xml")
    (tmp_path / "mail.eml").write_bytes(mail.as_bytes())
    with changing(invoices):
        exec(compile(code, title, "exec"), names)  # noqa: S102 - our own file


@contextmanager
def changing(invoices: Invoices) -> Iterator[None]:
    """Invoices keep coming inside the block, for those who look at changes."""
    is_over = threading.Event()

    def upload() -> None:
        while not is_over.wait(1):
            invoices.upload(distinct(uuid.uuid4()), name="coming.xml")

    thread = threading.Thread(target=upload)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()
