"""What came in by itself: mails and files, what became of each, and how their sources are."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

import flask
from sqlalchemy import Connection, Select, select

from functions.api.blueprints import Resource
from functions.api.cursors import listing, with_link
from functions.api.models.intake import IntakeItem, IntakeList, IntakePart, IntakeQuery, IntakeSource
from functions.api.orders import Order
from functions.api.pages import read_page
from functions.api.responses import json_response
from functions.api.services import services
from shared.adapters.database import transaction
from shared.adapters.tables import intake_items, intake_parts, intake_sources

blueprint = Resource("intake", __name__, tag="intake")

_MOST_SOURCES = 100
_MOST_PARTS = 100
"""Of one mail or file that are shown; it has hardly more (MAX_FILES_PER_UPLOAD)."""

_ITEM = [getattr(intake_items.c, name) for name in IntakeItem.model_fields if name not in {"id", "parts"}]
_SOURCE = [getattr(intake_sources.c, name) for name in IntakeSource.model_fields]
_PART = [getattr(intake_parts.c, name) for name in IntakePart.model_fields]


@blueprint.get("/api/intake", responses={200: IntakeList})
def list_intake(query: IntakeQuery) -> flask.Response:
    """Mails and files that came in by themselves, the newest first, what became of each, and how each source is."""
    with transaction(services().engine) as connection:
        sources = connection.execute(select(*_SOURCE).order_by(intake_sources.c.id).limit(_MOST_SOURCES)).mappings()
        order = Order((intake_items.c.id,), descending=True)
        page = read_page(connection, listing("intake", query), order, *ranges(query))
        parts = _parts(connection, [row["id"] for row in page.rows])
        items = [{**row, "parts": parts[row["id"]]} for row in page.rows]
        shown = {"sources": [dict(row) for row in sources], "items": items, "next": page.next}
    return with_link(json_response(IntakeList, shown), page.next)


def ranges(query: IntakeQuery) -> list[Select[Any]]:
    """What is asked for, one for each outcome: each is read backwards from an index that ends in the id. Left alone the
    database intersects two of these indexes, and sorts what is left: a million rows."""
    filtered = "_".join(name for name in ("kind", "outcome") if getattr(query, name))
    every = select(intake_items.c.id, *_ITEM).with_hint(
        intake_items, f"FORCE INDEX ({f'ix_intake_items_{filtered}_id' if filtered else 'PRIMARY'})"
    )
    if query.kind is not None:
        every = every.where(intake_items.c.kind == query.kind)
    return [every.where(intake_items.c.outcome == outcome) for outcome in dict.fromkeys(query.outcome)] or [every]


def _parts(connection: Connection, item_ids: Collection[int]) -> Mapping[int, list[dict[str, Any]]]:
    of_items = select(intake_parts.c.item_id, *_PART).where(
        intake_parts.c.item_id.in_(item_ids), intake_parts.c.number < _MOST_PARTS
    )
    parts: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in connection.execute(of_items.order_by(intake_parts.c.item_id, intake_parts.c.number)).mappings():
        parts[row["item_id"]].append({name: row[name] for name in IntakePart.model_fields})
    return parts
