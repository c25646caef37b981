"""Where the message of a due stage waits: lanes, the lines in them, and what a turn costs.

Each stage has lanes with workers of their own, so that what takes a moment never waits behind what takes seconds, nor
that behind what takes minutes. In a lane every uploader has a line of their own: one Redis list, first in, first out.
The lines are served in turn with pages as the cost, so that nobody waits for all that somebody else has sent.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import blake2b
from typing import Any

from shared.domain.document_types import XML_TYPES, DocumentType
from shared.domain.lifecycle import FIRST_STAGE, Stage


class Lane(StrEnum):
    """How long a document takes: a text layer or an XML (quick), pages to be recognised (slow), very many pages of any
    kind (long)."""

    QUICK = "quick"
    SLOW = "slow"
    LONG = "long"


MOST_SHORT_PAGES = 20
"""Pages of a document that is not long: at three seconds each, a minute for who is next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The messages of one uploader in one lane of a stage."""

    stage: Stage
    lane: Lane
    uploader: str

    @property
    def key(self) -> str:
        """The name of its Redis list."""
        return f"{lane_key(self.stage, self.lane)}:{self.uploader}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What a row knows of its place: lane, uploader, and the pages that it costs, as far as they are known."""

    lane: Lane
    uploader: str
    pages: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """The message that a due stage is owed; `enqueued_at` is the row's and reveals whether it was lost."""

    stage: Stage
    turn: Turn
    enqueued_at: datetime

    @property
    def line(self) -> Line:
        """The line that it is appended to."""
        return Line(stage=self.stage, lane=self.turn.lane, uploader=self.turn.uploader)


@dataclass(frozen=True, slots=True, kw_only=True)
class Popped:
    """A structured CloudEvent as it was taken from its line."""

    line: Line
    content: bytes


def lane_key(stage: Stage, lane: Lane) -> str:
    """The common beginning of the names of a lane's lists; by itself the name of the set of its uploaders."""
    return f"invoices:{stage}:{lane}"


def uploader_id(actor: str) -> str:
    """The uploader of this name (of an API key) as part of a list's name: 16 hexadecimal digits, whatever the name."""
    return blake2b(actor.encode(), digest_size=8).hexdigest()


def first_turn(content_type: str, uploader: str) -> tuple[Stage, Turn]:
    """Where a document begins, by its type alone. An XML needs no reading. A PDF counts as quick until reading finds
    that it is not."""
    if content_type in XML_TYPES:
        return Stage.EXTRACT, Turn(lane=Lane.QUICK, uploader=uploader)
    lane = Lane.SLOW if DocumentType(content_type).is_picture else Lane.QUICK
    return FIRST_STAGE, Turn(lane=lane, uploader=uploader)


def turn_of_slow_pages(uploader: str, pages: int) -> Turn:
    """The turn of a document with so many pages that are slow."""
    lane = Lane.LONG if pages > MOST_SHORT_PAGES else Lane.SLOW
    return Turn(lane=lane, uploader=uploader, pages=pages)


def turn_of(row: Mapping[str, Any]) -> Turn:
    """The turn that these columns of a row hold."""
    return Turn(lane=Lane(row["lane"]), uploader=row["uploader"], pages=row["pages_due"])


def turn_columns(turn: Turn) -> Mapping[str, Any]:
    """The columns that hold a turn: the inverse of `turn_of`."""
    return {"lane": turn.lane, "uploader": turn.uploader, "pages_due": turn.pages}
