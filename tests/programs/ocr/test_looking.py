"""A look at a PDF happens in a fork that the file may break or exhaust."""

from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from functions.ocr import looking, looking_process, sandboxed_looking
from functions.ocr.looks import LookTask, task_codec
from functions.ocr.sandboxed_looking import look_at
from functions.ocr.text_layer import extract_text_layer
from shared.adapters.sandboxed_calls import CallEndedError, TooMuchWorkError
from shared.errors import ReadingTimeoutError


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path), pagesize=(595, 842))
    for row in range(12):
        canvas.drawString(40, 700 - 20 * row, f"Position {row} spare part for the old machine {row}0,00")
    canvas.save()
    return path


def words(path: Path) -> bytes:
    return extract_text_layer(path, max_pages=5, timeout=20, memory_mb=1024).xhtml


def test_a_look_in_its_process_finds_what_it_finds_here(letter: Path, tmp_path: Path) -> None:
    xhtml, copy = words(letter), tmp_path / "copy.pdf"

    found = look_at(letter, xhtml, copy, seconds=20, processes=1, memory_mb=1024)

    assert found == looking.look(LookTask(path=str(letter), copy=str(copy)), xhtml)


def test_a_file_that_breaks_its_fork_cannot_be_looked_at(
    letter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(request: bytes, *, cpu_seconds: int) -> bytes:
        raise CallEndedError

    monkeypatch.setattr(sandboxed_looking, "_calls", lambda *_: breaks)

    assert look_at(letter, b"", tmp_path / "copy.pdf", seconds=20, processes=1, memory_mb=1024) is None


def test_a_file_that_takes_too_long_to_look_at_is_given_up(
    letter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def exhausted(request: bytes, *, cpu_seconds: int) -> bytes:
        asked.append(cpu_seconds)
        raise TooMuchWorkError

    monkeypatch.setattr(sandboxed_looking, "_calls", lambda *_: exhausted)

    with pytest.raises(ReadingTimeoutError):
        look_at(letter, b"", tmp_path / "copy.pdf", seconds=9.5, processes=1, memory_mb=1024)
    assert asked == [10]


def test_a_file_with_other_pages_than_its_words_is_left_to_poppler(letter: Path, tmp_path: Path) -> None:
    xhtml = words(letter).replace(b"</page>", b'</page>\n<page width="595" height="842">\n</page>')

    assert look_at(letter, xhtml, tmp_path / "copy.pdf", seconds=20, processes=1, memory_mb=1024) is None


def test_the_process_warms_up_with_a_page_that_it_draws(tmp_path: Path) -> None:
    sample = tmp_path / "sample.pdf"
    sample.write_bytes(looking_process.sample_pdf())
    task = LookTask(path=str(sample), copy=str(tmp_path / "copy.pdf"))

    found = looking_process.answer(task_codec.dump_json(task) + b"\n" + looking_process.SAMPLE_WORDS)

    assert b'"may_show_codes":false' in found, "it was drawn"
