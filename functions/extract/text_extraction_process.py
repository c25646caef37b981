"""The sandboxed process of `text_extraction`: `python -m functions.extract.text_extraction_process`.

A request is the task as JSON in one line, then the stored document text; the answer is an `Extracted` as JSON. Only
`sandboxed_extraction` calls it.
"""

from functions.extract.local.mentions.identifiers import load_validators
from functions.extract.text_extraction import extract_text
from functions.extract.text_tasks import TextTask, extracted_codec, task_codec
from shared.adapters.forked_calls import serve
from shared.domain.document import Box, CodeFormat, DocumentText, Page, PageCode, Source, Word, dump_document_text

# Enough of an invoice that every finder loads its vocabulary, and with a code on it that every reader of codes compiles
# its patterns: the forks would each do so again.
SAMPLE = """\
Example Supplies Ltd 1 High Street London SW1A 1AA VAT GB 123 4567 82
Bill to: Sample GmbH Hauptstr. 5 10115 Berlin Germany
Invoice number: 2026-0017 Invoice date: 02/01/2026 Due date: 01/02/2026
Description Quantity Unit price Amount
Paper, white 2 10.00 20.00
Subtotal 20.00
VAT 20% 4.00
Total GBP 24.00
IBAN GB33 BUKB 2020 1555 5555 55 BIC BUKBGB22
Payment within 30 days"""


ENOUGH_RUNS = 5
"""Of the sample, until most of what it runs is specialised by the interpreter (PEP 659), which each fork would do again
and, by writing into the code, have a copy of it: 2 of 55 ms of processor time a fork."""

SHARED_BYTES = 512 * 1024
"""Of the requests that one fork answers: ten to thirty pages, none of which leaves more than it would need alone. Each
fork copies what Python writes to, 20 of 45 ms; its input is JSON that was validated, and an XML file has its own."""


def answer(request: bytes) -> bytes:
    """Raises DocumentError, pydantic.ValidationError."""
    task, _, content = request.partition(b"\n")
    return extracted_codec.dump_json(extract_text(content, task_codec.validate_json(task)))


def sample_text() -> bytes:
    """The lines of SAMPLE, and a code of nothing, as a stored document text."""
    lines = [line.split() for line in SAMPLE.splitlines()]
    words = tuple(
        Word(text=text, box=Box(0.1 + column * 0.06, row * 0.03, 0.15 + column * 0.06, row * 0.03 + 0.02), confidence=1)
        for row, line in enumerate(lines, start=1)
        for column, text in enumerate(line)
    )
    code = PageCode(format=CodeFormat.QR, text="https://example.org/17", box=Box(0.8, 0.8, 0.9, 0.9))
    page = Page(number=1, width=595, height=842, source=Source.TEXT_LAYER, words=words, codes=(code,))
    return dump_document_text(DocumentText(pages=(page,)))


def warm_up() -> None:
    """Leaves in this process what the first document would have each fork make anew."""
    load_validators()
    for _ in range(ENOUGH_RUNS):
        answer(task_codec.dump_json(TextTask(wants_pages=True)) + b"\n" + sample_text())


def main() -> None:
    """Warms up, then answers until the input ends."""
    warm_up()
    serve(answer, shared_bytes=SHARED_BYTES)


if __name__ == "__main__":
    main()
