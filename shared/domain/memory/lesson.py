"""What one confirmed invoice teaches about the next ones of its seller."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from hashlib import sha256
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from shared.domain.confusions import shape
from shared.domain.document import Box, Source
from shared.domain.evidence import Evidence, EvidenceMap
from shared.domain.invoice import InvoiceData
from shared.domain.json_pointers import leaves
from shared.domain.memory.anchor import Anchor, Neighbours
from shared.domain.memory.notation import LONGEST_SHAPE, DayOrder, date_shape, day_order, series_shape
from shared.domain.memory.sketch import LONGEST_ACCOUNT, MOST_ACCOUNTS, Sketch
from shared.domain.normalising import fold

CONSTANTS = (
    "/seller/name",
    "/seller/vat_id",
    "/seller/tax_id",
    "/seller/address",
    "/seller/country",
    "/seller/email",
    "/seller/phone",
    "/seller/website",
    "/payment/iban",
    "/payment/bic",
    "/payment/account",
    "/currency",
)
"""What a seller prints alike on every invoice."""

PLACES = (
    "/invoice_number",
    "/issue_date",
    "/due_date",
    "/purchase_order",
    "/net_amount",
    "/tax_amount",
    "/total_amount",
    "/paid_amount",
    "/amount_due",
)
"""What changes with every invoice, and stands where it stood."""

DATES = ("/issue_date", "/due_date")

COLUMNS = ("description", "product_code", "quantity", "unit", "unit_price", "tax_rate", "net_amount")
"""Fields of a line whose columns are learned, by the first line."""

LONGEST_CONSTANT = 300
LARGEST_LESSON = 16_000
"""Bytes of a lesson as JSON."""

Pointer = Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=r"^/")]


class Learned(BaseModel):
    """What is learned of one value. `value` is the confirmed one, of constants alone; `anchor` is null where no sketch
    says what stands beside it; `moved`: a person had to show the place, since the page alone spoke for another or for
    none; `read`: what the reader made of a constant that a person put right; `shape` is that of an invoice number's
    series, or of a date in figures; `order` that of day and month."""

    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)

    pointer: Pointer
    value: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_CONSTANT)] | None = None
    anchor: Anchor | None = None
    moved: bool = False
    read: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_CONSTANT)] | None = None
    shape: Annotated[str, StringConstraints(max_length=LONGEST_SHAPE)] | None = None
    order: DayOrder | None = None


class Lesson(BaseModel):
    """`layout` names the labels and places of the document: invoices of one template mostly share it. `missing` are
    pointers to what the invoice does not state; `accounts` the keys of all accounts printed on it."""

    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)

    layout: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]
    learned: Annotated[tuple[Learned, ...], Field(max_length=len(CONSTANTS) + len(PLACES) + len(COLUMNS))] = ()
    missing: Annotated[tuple[Pointer, ...], Field(max_length=len(CONSTANTS) + len(PLACES))] = ()
    accounts: Annotated[
        tuple[Annotated[str, StringConstraints(max_length=LONGEST_ACCOUNT)], ...], Field(max_length=MOST_ACCOUNTS)
    ] = ()

    def of(self, pointer: str) -> Learned | None:
        """What is learned of the value at a pointer."""
        return next((one for one in self.learned if one.pointer == pointer), None)


def lesson_of(data: InvoiceData, evidence: EvidenceMap, sketch: Sketch | None) -> Lesson:
    """What a person's confirmation of `data` teaches. A value without a place on the page teaches nothing."""
    neighbours = Neighbours(sketch.cells, sketch.pages) if sketch is not None else None
    values = dict(leaves(data.model_copy(update={"lines": data.lines[:1]}).as_json()))
    learned = tuple(_learned(values, evidence, neighbours))
    return _bounded(
        Lesson(
            layout=_layout(learned),
            learned=learned,
            missing=tuple(pointer for pointer in (*CONSTANTS, *PLACES) if pointer not in values),
            accounts=sketch.accounts if sketch is not None else (),
        )
    )


def _learned(values: Mapping[str, Any], evidence: EvidenceMap, neighbours: Neighbours | None) -> Iterator[Learned]:
    for pointer in (*CONSTANTS, *PLACES, *(f"/lines/0/{column}" for column in COLUMNS)):
        value, support = values.get(pointer), evidence.get(pointer)
        if not isinstance(value, str) or support is None or support.page is None or support.box is None:
            continue
        is_constant = pointer in CONSTANTS
        if is_constant and len(value) > LONGEST_CONSTANT:
            continue
        order = _order(value, support) if pointer in DATES else None
        yield Learned(
            pointer=pointer,
            value=value if is_constant else None,
            anchor=neighbours.anchor(support.page, support.box) if neighbours is not None else None,
            moved=_is_moved(support),
            read=_misread(value, support) if is_constant else None,
            shape=_shape(pointer, value, support, order),
            order=order,
        )


def _shape(pointer: str, value: str, support: Evidence, order: DayOrder | None) -> str | None:
    if pointer == "/invoice_number":
        return series_shape(value)
    return date_shape(support.text or "") if order is not None else None


def _misread(value: str, support: Evidence) -> str | None:
    """The print of a value that a person gave, where it reads otherwise."""
    if support.source is not Source.PERSON or not support.text or fold(support.text) == fold(value):
        return None
    return support.text[:LONGEST_CONSTANT]


def _is_moved(support: Evidence) -> bool:
    """Whether a person gave the value another place than it was read from: not where only a figure was misread, which
    leaves what was read among the alternatives at the same place."""
    if support.source is not Source.PERSON or support.box is None:
        return False
    others = (other.box for other in support.alternatives if other.page == support.page and other.box is not None)
    return not any(_share_a_place(support.box, box) for box in others)


def _share_a_place(one: Box, other: Box) -> bool:
    return one.x0 < other.x1 and other.x0 < one.x1 and one.y0 < other.y1 and other.y0 < one.y1


def _order(value: str, support: Evidence) -> DayOrder | None:
    return day_order(support.text or "", date.fromisoformat(value))


def _layout(learned: Iterable[Learned]) -> str:
    """Names what stands beside which value. Letters that look alike are one, so that a scan has mostly the name of its
    original; nothing depends on that: lessons of other layouts find no place in a document."""
    places = [(one.pointer, one.anchor) for one in learned if one.anchor is not None and one.pointer in PLACES]
    words = [f"{pointer} {shape(anchor.left)} {shape(anchor.above)}" for pointer, anchor in places]
    return sha256("\n".join(words).encode()).hexdigest()[:16]


def _bounded(lesson: Lesson) -> Lesson:
    """As much of it as may be stored: the columns of lines go first, then what is learned last."""
    while len(lesson.model_dump_json().encode()) > LARGEST_LESSON:
        lesson = lesson.model_copy(update={"learned": lesson.learned[:-1]})
    return lesson
