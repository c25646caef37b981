"""A sketch of a document: the labels and words that values stand beside, without the values themselves.

It is kept beside the answer, so that a confirmation months later can say where each value stood without the document.
"""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from shared.domain.document import Box

MOST_CELLS = 150
LONGEST_CELL = 40
LARGEST_SKETCH = 8_000
"""Bytes of a sketch as JSON."""

MOST_ACCOUNTS = 20
LONGEST_ACCOUNT = 40


class Cell(NamedTuple):
    """Neighbouring words without figures, as one text without case, accents, blanks and punctuation: "invoiceno".
    The end of a long one is kept, which is nearest to what stands behind it."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_CELL)]
    page: Annotated[int, Field(ge=1)]
    box: Box


class Sketch(BaseModel):
    """The cells of a document in reading order, how many pages it has, and the account keys printed on them."""

    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)

    pages: Annotated[int, Field(ge=0)] = 0
    cells: Annotated[tuple[Cell, ...], Field(max_length=MOST_CELLS)] = ()
    accounts: Annotated[
        tuple[Annotated[str, StringConstraints(max_length=LONGEST_ACCOUNT)], ...], Field(max_length=MOST_ACCOUNTS)
    ] = ()


def coarse(side: float) -> float:
    """A place in 0..1 of the page, to a thousandth of it."""
    return round(min(max(side, 0.0), 1.0), 3)


def sketch_of(pages: int, cells: Iterable[Cell], accounts: Iterable[str] = ()) -> Sketch:
    """As much of the cells, the most telling first, as a sketch may hold."""
    kept: list[Cell] = []
    left = LARGEST_SKETCH - MOST_ACCOUNTS * (LONGEST_ACCOUNT + 3) - 60
    for cell in cells:
        x0, y0, x1, y1 = map(coarse, cell.box)
        short = Cell(text=cell.text[-LONGEST_CELL:], page=cell.page, box=Box(x0, y0, x1, y1))
        left -= len(short.text.encode()) + 40  # its page, four sides of five characters, brackets and commas
        if left < 0 or len(kept) == MOST_CELLS:
            break
        kept.append(short)
    kept.sort(key=lambda cell: (cell.page, cell.box.y0, cell.box.x0))
    known = dict.fromkeys(account[:LONGEST_ACCOUNT] for account in accounts)
    return Sketch(pages=pages, cells=tuple(kept), accounts=tuple(known)[:MOST_ACCOUNTS])


def stored_sketch(stored: Mapping[str, Any] | None) -> Sketch | None:
    """The sketch as a row has it. None too for one of another version, which teaches less."""
    try:
        return None if stored is None else Sketch.model_validate(stored)
    except ValidationError:
        return None
