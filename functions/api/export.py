"""A file of confirmed invoices: read in batches, made as it is sent."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import flask
from sqlalchemy import select

from functions.api import libro_iva as libro
from functions.api.datev import archive as datev
from functions.api.datev.postings import Ledger, postings_of
from functions.api.export_columns import exported_invoice
from functions.api.export_csv import as_csv
from functions.api.export_formats import MEDIA_TYPES, ExportFormat, ending
from functions.api.export_templates import template_of
from functions.api.export_xlsx import as_xlsx
from functions.api.headings import headings
from functions.api.left_out import LeftOutError
from functions.api.models.exports import ExportBody, ExportQuery
from functions.api.services import services
from functions.api.templates import rendering
from functions.api.templates.shipped import Template
from functions.api.templates.template_formats import MEDIA_TYPES as TEMPLATE_MEDIA_TYPES
from shared.adapters.database import transaction
from shared.adapters.tables import invoices as invoice_rows
from shared.domain.invoice import InvoiceData
from shared.domain.languages import LANGUAGES, Language
from shared.domain.left_out_reasons import LeftOutReason
from shared.http.problems import not_valid
from shared.pipeline.stored_documents import StoredDocuments

BATCH = 200
"""Invoices that are read with one statement, at most."""

_FIRST_BATCH = 10
"""Of the first one: whoever waits for the file sees at once that it comes."""

_FEWEST_IDS, _MOST_IDS = 1_000, 16_000  # among which one statement looks for them


def newest_first(
    newest: int, read: Callable[[int, int, int], Sequence[Mapping[Any, Any]]]
) -> Iterator[Mapping[Any, Any]]:
    """Rows by descending id, from `newest` on. `read` gives the newest ones from an id on and before another one, and
    how many at most: each full batch is twice as large as the one before, up to BATCH.

    Each batch says where it begins as well as where it ends: told the end only, MariaDB may read every confirmed
    invoice up to there for every batch, and a rare filter would make one statement of all invoices, which takes longer
    than a statement may.
    """
    end, ids, most = newest + 1, _FEWEST_IDS, _FIRST_BATCH
    while end > 1:
        begin = max(end - ids, 1)
        rows = read(begin, end, most)
        yield from rows
        if len(rows) == most:
            end, ids, most = rows[-1]["id"], _FEWEST_IDS, min(2 * most, BATCH)
        else:
            end, ids = begin, min(2 * ids, _MOST_IDS)


def file_response(confirmed: Iterable[Mapping[str, Any]], asked: ExportQuery | ExportBody, name: str) -> flask.Response:
    """The confirmed invoices, in their public form, as the file that is asked for."""
    ensure_complete(asked)
    if asked.format is ExportFormat.TEMPLATE:
        return _templated(confirmed, template_of(asked.template or ""), name)
    media_type = MEDIA_TYPES[asked.format]
    body = _content(confirmed, asked, _preferred_language(asked))
    disposition = f'attachment; filename="{name}.{ending(asked.format)}"'
    return flask.Response(body, 200, headers={"Content-Disposition": disposition}, content_type=media_type)


def _content(
    confirmed: Iterable[Mapping[str, Any]], asked: ExportQuery | ExportBody, language: Language
) -> Iterator[bytes]:
    match asked.format:
        case ExportFormat.JSONL:
            return as_jsonl(confirmed)
        case ExportFormat.DATEV:
            return datev.datev_archive(
                map(exported_invoice, confirmed),
                _ledger(asked),
                files_of=_files_of,
                chunks_of=_reader(services().documents),
                now=datetime.now(UTC),
            )
        case ExportFormat.LIBRO_IVA | ExportFormat.TEMPLATE:  # a template was answered before
            return libro.libro_iva(map(exported_invoice, confirmed), asked.letter)
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


def ensure_complete(asked: ExportQuery | ExportBody) -> None:
    """Raises BadRequestError with each parameter that the format needs and that is missing."""
    if asked.format is ExportFormat.TEMPLATE:
        if asked.template is None:
            raise not_valid([{"parameter": "template", "message": "is needed by the format template"}])
        template_of(asked.template)
    if asked.format is not ExportFormat.DATEV:
        return
    if missing := [name for name in ("consultant", "client", "creditor_account") if getattr(asked, name) is None]:
        raise not_valid([{"parameter": name, "message": "is needed by the format datev"} for name in missing])
    if len(asked.creditor_account or "") > asked.account_length + 1:
        message = f"has at most {asked.account_length + 1} digits where accounts have {asked.account_length}"
        raise not_valid([{"parameter": "creditor_account", "message": message}])


def unfit_for(asked: ExportBody) -> Callable[[Mapping[str, Any]], LeftOutReason | None] | None:
    """Tells why data cannot be expressed in the format; None for formats that express all."""

    def check(data: InvoiceData) -> None:
        if asked.format is ExportFormat.DATEV:
            postings_of(data, _ledger(asked))
        else:
            libro.unfit_for_libro(data, asked.letter)

    def reason(data: Mapping[str, Any]) -> LeftOutReason | None:
        try:
            check(InvoiceData.model_validate(data))
        except LeftOutError as error:
            return error.reason
        return None

    return reason if asked.format in (ExportFormat.DATEV, ExportFormat.LIBRO_IVA) else None


MOST: Mapping[ExportFormat, int] = {
    ExportFormat.DATEV: datev.MOST_INVOICES,
    ExportFormat.LIBRO_IVA: libro.MOST_INVOICES,
    ExportFormat.TEMPLATE: rendering.MOST_INVOICES,
}
"""Invoices of one file, where that is limited; more are in the next export."""


def _ledger(asked: ExportQuery | ExportBody) -> Ledger:
    month, day = map(int, asked.fiscal_year_start.split("-"))
    return Ledger(
        consultant=asked.consultant or 0,
        client=asked.client or 0,
        fiscal_year_start=(month, day),
        account_length=asked.account_length,
        creditor_account=asked.creditor_account or "",
        expense_account=asked.expense_account,
    )


def _files_of(ids: Sequence[int]) -> dict[int, Mapping[str, Any]]:
    columns = [invoice_rows.c[name] for name in ("id", "sha256", "size", "content_type")]
    with transaction(services().engine) as connection:
        rows = connection.execute(select(*columns).where(invoice_rows.c.id.in_(ids)).order_by(invoice_rows.c.id))
        return {row["id"]: dict(row) for row in rows.mappings()}


def _reader(documents: StoredDocuments) -> Callable[[Mapping[str, Any]], Iterator[bytes]]:
    """Reads a stored file in chunks; it is given its store, as no request is there any more when it is read."""

    def chunks_of(file: Mapping[str, Any]) -> Iterator[bytes]:
        with closing(documents.serve(file["sha256"], size=file["size"])) as served:
            yield from served.chunks

    return chunks_of


def _templated(confirmed: Iterable[Mapping[str, Any]], template: Template, name: str) -> flask.Response:
    text = rendering.rendered(template.body, template.format, map(_as_json, confirmed))
    headers = {"Content-Disposition": f'attachment; filename="{name}.{template.format}"'}
    return flask.Response(text, headers=headers, content_type=TEMPLATE_MEDIA_TYPES[template.format])


def _preferred_language(asked: ExportQuery | ExportBody) -> Language:
    if asked.language:
        return asked.language
    best = flask.request.accept_languages.best_match(LANGUAGES, "en")
    return next(language for language in LANGUAGES if language == best)


def as_jsonl(invoices: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """The whole data of each invoice, one JSON document per line."""
    for invoice in invoices:
        yield json.dumps(_as_json(invoice), ensure_ascii=False).encode() + b"\n"


def _as_json(invoice: Mapping[str, Any]) -> dict[str, Any]:
    moments = {name: invoice[name] for name in ("confirmed_at", "exported_at")}
    return {**invoice, **{name: moment.isoformat() if moment else None for name, moment in moments.items()}}
