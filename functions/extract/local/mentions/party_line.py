"""A printed line of a block that names somebody."""

from dataclasses import dataclass

from shared.domain.document import Word


@dataclass(frozen=True, kw_only=True)
class PartyLine:
    """One printed line of a party; `key` is its kind by its own label ("name", "address", "other"); `alone`: it is the
    only line between the label of a party and the party's address, or stands behind the label in its cell; `in_care`:
    the line below says at whose address it is."""

    text: str
    words: tuple[Word, ...]
    page: int
    row: int
    key: str | None = None
    alone: bool = False
    in_care: bool = False
