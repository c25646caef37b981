"""Documents one after the other: extracted with what was confirmed before, reviewed, confirmed."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from random import Random

from functions.extract.extraction import dump_extraction
from functions.extract.text_extraction import extract_text
from functions.extract.text_tasks import Extracted, TextTask
from shared.adapters.memory.sellers import MemorySellers
from shared.domain.blockers import ConfirmedBefore
from shared.domain.document import DocumentText, dump_document_text
from shared.domain.memory.lesson import Lesson, lesson_of
from shared.domain.memory.seller_memory import SellerMemory
from tests.evaluation.matching import bare
from tests.evaluation.memory.automatic import Verdict, confirmed_before, knowledge_of, verdict
from tests.evaluation.memory.booking import Books, Suggested
from tests.evaluation.memory.correcting import Confirmed, reviewed
from tests.evaluation.running import DocumentResult, Way, compared, read
from tests.evaluation.truth import LabelledDocument


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A document extracted with one memory or none, then reviewed: what it teaches."""

    extracted: Extracted
    result: DocumentResult
    confirmed: Confirmed
    lesson: Lesson


@dataclass(frozen=True, kw_only=True)
class Known:
    """A document, as it is read without memory."""

    labelled: LabelledDocument
    document: DocumentText
    content: bytes
    without: Reading


@dataclass(frozen=True, kw_only=True)
class Step:
    """One document of an order, by its index. `place` counts the documents of its seller before it, null where the
    truth names no seller; `lessons` are those recalled for it, `same` says that the answer is to the byte what it is
    without memory. `verdict` is that of automatic confirmation, which leaves it to the person all the same."""

    index: int
    result: DocumentResult
    place: int | None
    lessons: int
    same: bool
    verdict: Verdict
    suggested: Suggested


def seller_of(labelled: LabelledDocument) -> str | None:
    """Who sells, by the truth: the seller it was made for, else the tax number and the name. The samples of standards
    give one number to several sellers."""
    if "seller" in labelled.meta:
        return str(labelled.meta["seller"])
    fields = labelled.fields
    number = fields.get("supplier_vat_id") or fields.get("supplier_tax_id") or ""
    name = fields.get("supplier_name") or ""
    return f"{bare(number)} {bare(name)}" if number or name else None


def known_document(labelled: LabelledDocument, way: Way) -> Known:
    """The document, read and extracted without memory. Raises AppError."""
    document, _ = read(labelled.path, way)
    if way.ignore_xml:
        document = replace(document, einvoice=None)
    content = dump_document_text(document)
    return Known(
        labelled=labelled,
        document=document,
        content=content,
        without=_reading(labelled, document, content, way, memory=None),
    )


def _reading(
    labelled: LabelledDocument, document: DocumentText, content: bytes, way: Way, *, memory: SellerMemory | None
) -> Reading:
    extracted = extract_text(content, TextTask(memory=memory))
    result = compared(labelled, way, extracted.extraction, document)
    confirmed = reviewed(labelled, extracted.extraction, result, document)
    lesson = lesson_of(confirmed.data, confirmed.evidence, extracted.sketch)
    return Reading(extracted=extracted, result=result, confirmed=confirmed, lesson=lesson)


@dataclass(kw_only=True)
class Reader:
    """Reads known documents with memories; the same document with the same memory once."""

    documents: Sequence[Known]
    way: Way
    _done: dict[tuple[int, SellerMemory], Reading] = field(default_factory=dict)

    def read(self, index: int, memory: SellerMemory | None) -> Reading:
        known = self.documents[index]
        if memory is None:
            return known.without
        if (index, memory) not in self._done:
            self._done[index, memory] = _reading(known.labelled, known.document, known.content, self.way, memory=memory)
        return self._done[index, memory]

    def steps(self, order: Sequence[int]) -> Iterator[Step]:
        """The documents of these indexes, in this order, beginning with nothing learned."""
        sellers, books = MemorySellers(), Books()
        confirmed: defaultdict[int, list[ConfirmedBefore]] = defaultdict(list)
        seen: Counter[str] = Counter()
        for number, index in enumerate(order, start=1):
            known = self.documents[index]
            first = known.without.extracted
            memory = sellers.recall(first.marks, first.extraction.data) if first.marks is not None else None
            reading = self.read(index, memory)
            extraction, data = reading.extracted.extraction, reading.confirmed.data
            read_as = sellers.seller_of(extraction.data)
            keys = sellers.records[read_as].keys if read_as is not None else ()
            knowledge = knowledge_of(keys, confirmed[read_as] if read_as is not None else ())
            seller = seller_of(known.labelled)
            yield Step(
                index=index,
                result=reading.result,
                place=None if seller is None else seen[seller],
                lessons=len(memory.lessons) if memory is not None else 0,
                same=dump_extraction(extraction) == dump_extraction(first.extraction),
                verdict=verdict(known.labelled, extraction, reading.result, known.document, knowledge),
                suggested=books.suggested(known.labelled, extraction.data, read_as)
                if "booking" in known.labelled.meta
                else Suggested(),
            )
            record = sellers.confirm(number, data, reading.lesson, usual=None)
            if record is not None:
                untouched = data == extraction.data
                confirmed[record.id].insert(0, confirmed_before(data, untouched=untouched))
                if "booking" in known.labelled.meta:
                    books.book(known.labelled, data, record.id, number)
            if seller is not None:
                seen[seller] += 1


def seeded_orders(count: int, documents: int, seed: int) -> list[list[int]]:
    """So many orders of the documents' indexes."""
    return [Random(f"{seed}/order/{number}").sample(range(documents), documents) for number in range(count)]


def by_month(documents: Sequence[Known]) -> list[int]:
    """The indexes of the documents of a year in the order of their dates."""
    return sorted(
        range(len(documents)),
        key=lambda index: (documents[index].labelled.meta["month"], documents[index].labelled.fields.get("date", "")),
    )


def run_orders(documents: Sequence[Known], way: Way, orders: Sequence[Sequence[int]], jobs: int) -> list[list[Step]]:
    """The steps of each order."""
    if jobs <= 1:
        reader = Reader(documents=documents, way=way)
        return [list(reader.steps(order)) for order in orders]
    share = max(-(-len(orders) // jobs), 1)
    parts = [orders[start : start + share] for start in range(0, len(orders), share)]
    with ProcessPoolExecutor(jobs) as pool:
        done = pool.map(partial(run_orders, documents, way, jobs=1), parts)
        return [steps for part in done for steps in part]
