"""A file of confirmed invoices: read in batches, made as it is sent."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import flask

from functions.api.export_columns import exported_invoice
from functions.api.export_csv import as_csv
from functions.api.export_formats import MEDIA_TYPES, ExportFormat
from functions.api.export_xlsx import as_xlsx
from functions.api.headings import headings
from functions.api.models.exports import ExportBody, ExportQuery
from shared.domain.languages import LANGUAGES, Language

BATCH = 200
"""Invoices that are read with one statement."""

_FEWEST_IDS, _MOST_IDS = 1_000, 16_000  # among which one statement looks for them


def newest_first(newest: int, read: Callable[[int, int], Sequence[Mapping[Any, Any]]]) -> Iterator[Mapping[Any, Any]]:
    """Rows by descending id, from `newest` on. `read` gives the newest BATCH rows from an id on and before another one.

    Each batch says where it begins as well as where it ends: told the end only, MariaDB may read every confirmed
    invoice up to there for every batch, and a rare filter would make one statement of all invoices, which takes longer
    than a statement may.
    """
    end, ids = newest + 1, _FEWEST_IDS
    while end > 1:
        begin = max(end - ids, 1)
        rows = read(begin, end)
        yield from rows
        if len(rows) == BATCH:
            end, ids = rows[-1]["id"], _FEWEST_IDS
        else:
            end, ids = begin, min(2 * ids, _MOST_IDS)


def file_response(confirmed: Iterable[Mapping[str, Any]], asked: ExportQuery | ExportBody, name: str) -> flask.Response:
    """The confirmed invoices, in their public form, as the file that is asked for."""
    media_type = MEDIA_TYPES[asked.format]
    body = _content(confirmed, asked, _preferred_language(asked))
    disposition = f'attachment; filename="{name}.{asked.format}"'
    return flask.Response(body, 200, headers={"Content-Disposition": disposition}, content_type=media_type)


def _content(
    confirmed: Iterable[Mapping[str, Any]], asked: ExportQuery | ExportBody, language: Language
) -> Iterator[bytes]:
    match asked.format:
        case ExportFormat.JSONL:
            return as_jsonl(confirmed)
        case ExportFormat.XLSX:
            return as_xlsx(map(exported_invoice, confirmed), asked.columns, language=language)
        case ExportFormat.CSV:
            # Programs read it by the names of its columns, which no language of a caller changes unasked.
            heading = headings(asked.language).__getitem__ if asked.language else str
            return as_csv(
                map(exported_invoice, confirmed),
                asked.columns,
                rows=asked.rows,
                separator=asked.separator,
                heading=heading,
            )


def _preferred_language(asked: ExportQuery | ExportBody) -> Language:
    if asked.language:
        return asked.language
    best = flask.request.accept_languages.best_match(LANGUAGES, "en")
    return next(language for language in LANGUAGES if language == best)


def as_jsonl(invoices: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """The whole data of each invoice, one JSON document per line."""
    for invoice in invoices:
        moments = {name: invoice[name] for name in ("confirmed_at", "exported_at")}
        shown = {**invoice, **{name: moment.isoformat() if moment else None for name, moment in moments.items()}}
        yield json.dumps(shown, ensure_ascii=False).encode() + b"\n"
