"""A protected PDF is opened by its password alone, and the copy needs none."""

import shutil
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from shared.adapters.unlocked_pdf import WrongPasswordError, unlocked_pdf
from shared.errors import DocumentError
from tests.support.stack import ROOT

PASSWORD = "a password nobody gave"
PROTECTED = ROOT / "samples" / "bad" / "encrypted.pdf"


@pytest.fixture
def protected(tmp_path: Path) -> Path:
    return Path(shutil.copy(PROTECTED, tmp_path / "document"))


def test_the_password_opens_the_document(protected: Path) -> None:
    reader = PdfReader(BytesIO(unlocked_pdf(protected, PASSWORD, timeout=60, memory_mb=1536)))
    assert not reader.is_encrypted
    assert reader.pages[0].extract_text().strip() == "Invoice 1"


def test_the_copy_is_the_same_however_often_it_is_made(protected: Path) -> None:
    first, again = (unlocked_pdf(protected, PASSWORD, timeout=60, memory_mb=1536) for _ in range(2))
    assert first == again


@pytest.mark.parametrize("password", ["wrong", "", "ñ" * 200, "a password nobody gave\n"])
def test_another_password_does_not(protected: Path, password: str) -> None:
    with pytest.raises(WrongPasswordError):
        unlocked_pdf(protected, password, timeout=60, memory_mb=1536)


def test_what_is_no_pdf_is_told_from_a_wrong_password(tmp_path: Path) -> None:
    path = tmp_path / "document"
    path.write_bytes(b"%PDF-1.7 and then nothing")
    with pytest.raises(DocumentError):
        unlocked_pdf(path, PASSWORD, timeout=60, memory_mb=1536)
