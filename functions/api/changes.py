"""The feed of public changes, for systems that must not miss one."""

from collections.abc import Sequence
from typing import Any

import flask
from sqlalchemy import select

from functions.api.blueprints import Resource
from functions.api.cursors import bytes_of, text_of
from functions.api.models.base import Error
from functions.api.models.changes import MOST_WITH_DATA, NOW, ChangeList, ChangesQuery
from functions.api.responses import json_response
from functions.api.services import services
from shared.adapters.change_feed import FeedState
from shared.adapters.database import transaction
from shared.adapters.invoice_rows import whole_invoices
from shared.adapters.tables import invoice_documents, invoices
from shared.domain.lifecycle import Status
from shared.domain.public_changes import ChangeType, PublicChange
from shared.errors import AppError, ErrorCode
from shared.http.problems import not_valid

blueprint = Resource("changes", __name__, tag="live")


class ChangesGoneError(AppError):
    """Changes behind the cursor are not kept any more."""

    code = ErrorCode.CHANGES_GONE
    status = 410
    message = (
        "Changes behind this cursor are not kept any more, so some would be missed. Call with after=now and keep its "
        "next, read the lists again, then follow from there."
    )


@blueprint.get("/api/invoices/changes", responses={200: ChangeList, 410: Error})
def list_changes(query: ChangesQuery) -> flask.Response:
    """Every public change of every invoice once, of one invoice in the order in which they happened. A change that was
    committed before the call is in the answer or follows it; none comes before a cursor that was given out."""
    feed = services().feed
    state = feed.advance()
    if query.after == NOW:
        return json_response(ChangeList, _answer([], state, state.last, has_more=False))
    limit = min(query.limit, MOST_WITH_DATA) if query.include else query.limit
    after = state.before if query.after is None else _sequence(query.after, state)
    found = feed.read(after=after, last=state.last, types=query.types, limit=limit + 1)
    shown, has_more = found[:limit], len(found) > limit
    # To the end even if it is of other types: a cursor that stayed would become older than what is kept.
    end = shown[-1].sequence if has_more else state.last
    return json_response(ChangeList, _answer(shown, state, end, has_more=has_more, with_data=bool(query.include)))


def _answer(
    found: Sequence[PublicChange], state: FeedState, end: int, *, has_more: bool, with_data: bool = False
) -> dict[str, Any]:
    data = _confirmed_data(found) if with_data else {}
    entries = (
        {
            "cursor": _cursor(one.sequence, state),
            "type": one.type,
            "invoice_id": one.invoice_id,
            "at": one.at,
            "actor": one.actor,
            "version": one.version,
            "data": data.get(one.invoice_id) if one.type is ChangeType.CONFIRMED else None,
        }
        for one in found
    )
    return {"changes": list(entries), "next": _cursor(end, state), "has_more": has_more}


def _confirmed_data(found: Sequence[PublicChange]) -> dict[int, Any]:
    """The data of those of the invoices that are confirmed now."""
    ids = {one.invoice_id for one in found if one.type is ChangeType.CONFIRMED}
    columns = (invoices.c.id, invoice_documents.c.final_data)
    confirmed = select(*columns).select_from(whole_invoices()).where(invoices.c.status == Status.PROCESSED)
    with transaction(services().engine) as connection:
        rows = connection.execute(confirmed.where(invoices.c.id.in_(ids))) if ids else ()
        return {row.id: row.final_data for row in rows}


def _cursor(sequence: int, state: FeedState) -> str:
    return text_of(services().cursor_seal.sealed(str(sequence).encode(), *_place(state)))


def _sequence(cursor: str, state: FeedState) -> int:
    """The number that a cursor stands for. Raises BadRequestError for one of another system, and ChangesGoneError."""
    content = services().cursor_seal.opened(bytes_of(cursor), *_place(state))
    if content is None:
        message = (
            "must be a `next` or `cursor` that this system answered, or now; after a restore from a backup those of "
            "before are not valid: call with after=now, read the lists again, then follow from its next"
        )
        raise not_valid([{"parameter": "after", "message": message}])
    if int(content) < state.before:
        raise ChangesGoneError
    return int(content)


def _place(state: FeedState) -> tuple[str, str]:
    return "changes", state.name
