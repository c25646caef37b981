"""Cursors: where the next page of a list begins, as an opaque text that is of use for that list only."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

import flask

from functions.api.models.pages import CursorQuery, PageQuery
from functions.api.orders import Order, Position
from functions.api.services import services
from shared.adapters.sealing import Seal
from shared.errors import BadRequestError
from shared.http.problems import not_valid


@dataclass(frozen=True, slots=True)
class Listing:
    """One call of a list: its name and its query, to all of which except the page its cursors are bound."""

    name: str
    query: CursorQuery
    seal: Seal

    @property
    def page(self) -> int | None:
        """The number of the page; None behind a cursor."""
        return self.query.page if isinstance(self.query, PageQuery) and self.query.after is None else None

    @property
    def skipped(self) -> int:
        """How many rows of the list come before the page, or before those behind the cursor."""
        return (self.page - 1) * self.query.per_page if self.page else 0

    def position(self, order: Order) -> Position | None:
        """The position after which the page begins; None: at the start. Raises BadRequestError as `values` does."""
        values = self.values()
        try:
            return None if values is None else order.read(values)
        except ValueError as error:  # another order: a search had the best first, while it found few
            raise _refused() from error

    def values(self) -> Sequence[Any] | None:
        """What the cursor holds; None without one. Raises BadRequestError for a cursor that was changed, or was made
        for another list, other filters or another order, and for one beside a page's number."""
        if self.query.after is None:
            return None
        if "page" in self.query.model_fields_set:
            raise not_valid([{"parameter": "after", "message": "cannot be given together with page"}])
        content = self.seal.opened(bytes_of(self.query.after), *self._place())
        if content is None:
            raise _refused()
        values: list[Any] = json.loads(content)
        return values

    def behind(self, position: Position) -> "Listing":
        """The call of the same list for the one row behind this position."""
        query = self.query.model_copy(update={"after": self.cursor(position), "per_page": 1})
        return replace(self, query=query)

    def cursor(self, position: Position) -> str:
        """The cursor of the page after this position."""
        content = json.dumps([None if value is None else str(value) for value in position], ensure_ascii=False)
        return text_of(self.seal.sealed(content.encode(), *self._place()))

    def _place(self) -> tuple[str, str]:
        # Defaults are left out: a filter that a later version adds leaves the cursors of this one valid.
        filters = self.query.model_dump_json(exclude={"page", "per_page", "after"}, exclude_defaults=True)
        return self.name, filters


def _refused() -> BadRequestError:
    message = "must be the `next` of an answer to this call with the same filters and order"
    return not_valid([{"parameter": "after", "message": message}])


def listing(name: str, query: CursorQuery) -> Listing:
    """The call of a list of the current app."""
    return Listing(name, query, services().cursor_seal)


def with_link(response: flask.Response, cursor: str | None) -> flask.Response:
    """The response with the address of the next page, if there is one (RFC 8288)."""
    if cursor is not None:
        request = flask.request
        kept = [(name, value) for name, value in request.args.items(multi=True) if name not in {"page", "after"}]
        address = f"{services().settings.base_path}{request.path}?{urlencode([*kept, ('after', cursor)])}"
        response.headers["Link"] = f'<{address}>; rel="next"'
    return response


def text_of(sealed: bytes) -> str:
    """A cursor as clients are given it."""
    return base64.urlsafe_b64encode(sealed).rstrip(b"=").decode()


def bytes_of(cursor: str) -> bytes:
    """The sealed bytes of a cursor; nothing, which no seal opens, for what is not base64."""
    try:
        return base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):  # ValueError: characters that are not ASCII
        return b""
