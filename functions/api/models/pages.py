"""Which page of a list is asked for, and where in the list it is."""

from typing import Annotated

from pydantic import Field

from functions.api.models.base import Model, Query

Cursor = Annotated[str | None, Field(max_length=2000)]


class CursorQuery(Query):
    """Which page of a list: the one after a cursor, which is the `next` of the page before; without it the first."""

    after: Cursor = None
    """The `next` of the page before; without it the first page."""
    per_page: int = Field(default=10, ge=1, le=100)
    """How many entries at most."""


class PageQuery(CursorQuery):
    """Which page of a list: by its number, or after a cursor."""

    page: int = Field(default=1, ge=1, le=1_000_000)
    """Number of the page, from 1; not together with `after`."""


NextPage = Annotated[
    str | None, Field(description="The cursor of the next page, for `after`; null at the end. `Link` is its address.")
]


class Paged(Model):
    """The position in a list. `page` is null behind a cursor, `pages` is 0 for an empty list. `total` is exact unless
    `total_is_exact` is false: then there are more."""

    page: int | None
    """The page's number, from 1; null behind a cursor."""
    per_page: int
    """How many entries a page has at most."""
    total: int
    """How many entries there are on all pages."""
    total_is_exact: bool
    """Whether `total` is exact; if not there are more."""
    pages: int
    """How many pages there are; 0 for an empty list."""
    next: NextPage
