"""A look at a PDF happens in a fork that the file may break or exhaust."""

import re
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from pathlib import Path
from unittest.mock import ANY, Mock

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

from functions.ocr import looking, looking_process, sandboxed_looking
from functions.ocr.handling import QUICK_LOOK_SECONDS
from functions.ocr.looks import LookTask, look_codec, task_codec
from functions.ocr.options import ReadingOptions
from functions.ocr.reading import read_document
from functions.ocr.sandboxed_looking import LARGEST_SHARED, look_at
from functions.ocr.text_layer import extract_text_layer
from shared.adapters.sample_pdf import sample_pdf
from shared.adapters.sandboxed_calls import CallBrokeError, CallEndedError, SandboxedCalls, TooMuchWorkError
from shared.errors import ReadingTimeoutError

SAMPLES = Path(__file__).parents[3] / "samples"


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

    found = look_at(letter, xhtml, copy, seconds=20, hurried=True, processes=1, memory_mb=1024)

    assert found == looking.look(LookTask(path=str(letter), copy=str(copy)), xhtml)


def test_files_that_share_a_fork_are_seen_as_each_alone(letter: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(letter.read_bytes().replace(b"endobj", b"endobi"))
    files = [*sorted(SAMPLES.glob("*.pdf")), letter, broken]
    copies = [tmp_path / f"{place}-copy.pdf" for place in range(len(files))]
    copy = tmp_path / "copy.pdf"

    for _ in range(2):
        for file, seen in zip(files, copies, strict=True):
            xhtml = words(file) if file is not broken else words(letter)
            together = look_at(file, xhtml, seen, seconds=20, hurried=True, processes=1, memory_mb=1024)
            alone = look_at(file, xhtml, copy, seconds=20, hurried=False, processes=1, memory_mb=1024)

            assert together == alone, file.name
            assert seen.exists() == copy.exists()
            if copy.exists():
                assert seen.read_bytes() == copy.read_bytes()
                copy.unlink()


@pytest.mark.parametrize(
    ("size", "hurried", "alone"), [(1000, True, False), (LARGEST_SHARED + 1, True, True), (1000, False, True)]
)
def test_only_small_files_share_a_fork_and_only_in_a_hurry(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, hurried: bool, alone: bool
) -> None:
    calls = Mock(return_value=b"null")
    monkeypatch.setattr(sandboxed_looking, "_calls", lambda *_, **__: calls)
    path = tmp_path / "a.pdf"
    path.write_bytes(bytes(size))

    look_at(path, b"", tmp_path / "copy.pdf", seconds=9, hurried=hurried, processes=1, memory_mb=1024)

    calls.assert_called_once_with(ANY, cpu_seconds=9, alone=alone)


def test_a_file_whose_shared_fork_broke_is_looked_at_alone(
    letter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What broke the fork may be left from a file before it."""
    xhtml, copy = words(letter), tmp_path / "copy.pdf"
    found = looking.look(LookTask(path=str(letter), copy=str(copy)), xhtml)
    calls = Mock(side_effect=[CallBrokeError, look_codec.dump_json(found)])
    monkeypatch.setattr(sandboxed_looking, "_calls", lambda *_, **__: calls)

    assert look_at(letter, xhtml, copy, seconds=9, hurried=True, processes=1, memory_mb=1024) == found
    assert [call.kwargs["alone"] for call in calls.call_args_list] == [False, True]


def ended_by(error: type[Exception]) -> Callable[..., SandboxedCalls]:
    """Stands for the processes: each call ends with the error."""
    return lambda *_, **__: Mock(side_effect=error)


def test_a_file_that_breaks_its_fork_cannot_be_looked_at(
    letter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandboxed_looking, "_calls", ended_by(CallBrokeError))

    assert look_at(letter, b"", tmp_path / "copy.pdf", seconds=20, hurried=True, processes=1, memory_mb=1024) is None


def test_a_look_that_the_machine_ended_is_tried_again(
    letter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandboxed_looking, "_calls", ended_by(CallEndedError))

    with pytest.raises(CallEndedError):
        look_at(letter, b"", tmp_path / "copy.pdf", seconds=20, hurried=True, processes=1, memory_mb=1024)


@pytest.mark.parametrize(("hurried", "kind"), [(True, ReadingTimeoutError), (False, TooMuchWorkError)])
def test_a_file_that_takes_too_long_to_look_at_is_given_up(
    letter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hurried: bool, kind: type[Exception]
) -> None:
    """For good, unless it was in a hurry: processor time is the same at every attempt."""
    calls = Mock(side_effect=TooMuchWorkError)
    monkeypatch.setattr(sandboxed_looking, "_calls", lambda *_, **__: calls)

    with pytest.raises(kind):
        look_at(letter, b"", tmp_path / "copy.pdf", seconds=9.5, hurried=hurried, processes=1, memory_mb=1024)
    assert calls.call_args.kwargs == {"cpu_seconds": 10, "alone": not hurried}
    assert calls.call_count == 1


class OneAtATime:
    """Stands for SandboxedCalls with one process: a call waits for the one before, and a long one for `released`."""

    begun, released = threading.Event(), threading.Event()

    def __init__(self, module: str, *, limit: int, memory_mb: int) -> None:
        self._turn = threading.Lock()

    def __call__(self, request: bytes, *, cpu_seconds: int, alone: bool) -> bytes:
        with self._turn:
            if cpu_seconds > QUICK_LOOK_SECONDS:
                self.begun.set()
                assert self.released.wait(60)
            return looking_process.answer(request)


def test_a_quick_document_does_not_wait_for_the_look_at_a_long_one(
    letter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandboxed_looking, "SandboxedCalls", OneAtATime)
    monkeypatch.setattr(sandboxed_looking, "_calls", cache(sandboxed_looking._calls.__wrapped__))
    options = ReadingOptions(workers=1, memory_mb=1024, read_codes=False)
    hurried = replace(options, look_timeout=QUICK_LOOK_SECONDS)
    with ThreadPoolExecutor(2) as threads:
        long = threads.submit(read_document, letter, "application/pdf", options)
        assert OneAtATime.begun.wait(20)
        quick = threads.submit(read_document, letter, "application/pdf", hurried)
        try:
            words = quick.result(20).pages[0].words
        finally:
            OneAtATime.released.set()

    assert words == long.result().pages[0].words


def test_a_file_with_other_pages_than_its_words_is_left_to_poppler(letter: Path, tmp_path: Path) -> None:
    xhtml = words(letter).replace(b"</page>", b'</page>\n<page width="595" height="842">\n</page>')

    assert look_at(letter, xhtml, tmp_path / "copy.pdf", seconds=20, hurried=True, processes=1, memory_mb=1024) is None


def test_the_invoice_in_a_file_is_found_where_the_table_points_beside_its_objects(letter: Path) -> None:
    writer = PdfWriter(clone_from=PdfReader(letter))
    writer.add_attachment("factur-x.xml", b'<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>')
    writer.write(letter)
    content = letter.read_bytes()

    def beside(place: re.Match[bytes]) -> bytes:
        held = content[int(place.group()) :].partition(b"endobj")[0]
        return b"%010d" % (int(place.group()) + 9 * (b"/EF" in held or b"/EmbeddedFiles" in held))

    letter.write_bytes(re.sub(rb"^\d{10}(?= 00000 n)", beside, content, flags=re.MULTILINE))

    assert read_document(letter, "application/pdf", ReadingOptions(read_codes=False)).einvoice is not None


def test_a_picture_in_the_contents_of_a_page_covers_it_too(letter: Path, tmp_path: Path) -> None:
    canvas = Canvas(str(letter), pagesize=(595, 842))
    canvas.drawInlineImage(Image.new("L", (4, 4), 240), 0, 0, 595, 842)
    for row in range(12):
        canvas.drawString(40, 700 - 20 * row, f"Position {row} spare part for the old machine {row}0,00")
    canvas.save()

    found = looking.look(LookTask(path=str(letter), copy=str(tmp_path / "copy.pdf")), words(letter))

    assert found is not None
    assert found.pages[0].covered == pytest.approx(1, abs=0.01)


def test_the_process_warms_up_with_a_page_that_it_draws(tmp_path: Path) -> None:
    sample = tmp_path / "sample.pdf"
    sample.write_bytes(sample_pdf())
    task = LookTask(path=str(sample), copy=str(tmp_path / "copy.pdf"))

    found = looking_process.answer(task_codec.dump_json(task) + b"\n" + looking_process.SAMPLE_WORDS)

    assert b'"may_show_codes":false' in found, "it was drawn"
