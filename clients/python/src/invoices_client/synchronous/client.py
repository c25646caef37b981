"""The API as methods: what it lists as iterators, an uploaded file and an invoice as values that know what can be done
with them."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal, Self, TypeVar, Unpack
from urllib.parse import quote

import httpx
from pydantic import BaseModel, PrivateAttr

from invoices_client import models
from invoices_client.calls import INVOICES, Call, act, correct, get, given, upload
from invoices_client.changes import Change, change_of
from invoices_client.document import document
from invoices_client.errors import (
    ApiError,
    InvoicesError,
    NoDataError,
    UploadRefusedError,
    WaitTimeoutError,
)
from invoices_client.models import FileResult, FileResultStatus, InvoiceData, Status
from invoices_client.parameters import (
    CountInvoicesQuery,
    ExportInvoicesQuery,
    GetTotalsQuery,
    ListConfirmedInvoicesQuery,
    ListInvoicesQuery,
)
from invoices_client.pauses import Pause
from invoices_client.retries import Retries
from invoices_client.settings import TIMEOUT, is_in_the_clear
from invoices_client.synchronous.connection import Connection

_FIRST_LOOK = 0.2
_LONGEST_LOOK = 2.0
_ROWS = 100
"""Seconds between two looks at an invoice that is being read, growing; rows of a page."""

Condition = Literal["no-errors", "no-findings"]
"""When to confirm: only without open errors, or without warnings too."""


P = TypeVar("P", bound=BaseModel)
R = TypeVar("R")


class Invoices:
    """The invoices of one system.

    `url` is where its API is, `key` an API key (none where AUTH=off). Close it, or use it as a context manager. Each
    method raises an InvoicesError; of these, ApiError has code, details and request id.
    """

    def __init__(
        self,
        url: str,
        key: str | None = None,
        *,
        timeout: httpx.Timeout | float = TIMEOUT,
        retries: Retries = Retries(),  # noqa: B008 - a frozen value
        pause: Pause = time.sleep,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._connection = Connection(url, key, timeout=timeout, retries=retries, pause=pause, transport=transport)

    @property
    def connection(self) -> Connection:
        """For calls that have no method here: `connection.read(calls.get("/api/companies"), models.CompanyList)`."""
        return self._connection

    @property
    def is_in_the_clear(self) -> bool:
        """Whether the key goes over a network unencrypted."""
        return is_in_the_clear(self._connection.url)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._connection.url!r})"

    def close(self) -> None:
        """Closes the connections."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # In

    def upload(
        self,
        content: str | os.PathLike[str] | bytes,
        *,
        name: str | None = None,
        allow_duplicates: bool = False,
        source: Mapping[str, Any] | None = None,
        reference: str | None = None,
        tags: Sequence[str] = (),
        company: int | None = None,
        wait: int | None = None,
        idempotency_key: str | None = None,
    ) -> Upload:
        """Uploads one file: its path, or bytes with a name; `source`, `reference`, `tags` and `company` are what you
        say of it. With `wait` the server holds its answer for so many seconds (at most 60) until the file is read.

        A file that was uploaded before is no error: the answer is that invoice (`is_duplicate`). An attempt whose
        answer was lost is repeated as the same upload; with an `idempotency_key` of yours so is one of another process
        within a day. Raises UploadRefusedError if the file is none that can be read.
        """
        file = document(content, name)
        try:
            call = upload(
                file,
                allow_duplicates=allow_duplicates,
                source=source,
                reference=reference,
                tags=tags,
                company=company,
                wait=wait,
                idempotency_key=idempotency_key,
            )
            response = self._connection.read(call, models.FileResults)
        except ApiError as error:
            if error.code in (models.ErrorCode.NO_USABLE_FILE, models.ErrorCode.FILE_TOO_LARGE) and error.details:
                told = FileResult.model_validate(error.details[-1])  # of an e-mail, the last is about the whole
                raise UploadRefusedError(told.message, told.code) from error
            raise
        return Upload(self, tuple(response.root))

    # Reading

    def get(self, invoice_id: int) -> Invoice:
        """One invoice in full."""
        invoice = self._connection.read(get(f"{INVOICES}/{int(invoice_id)}"), Invoice)
        return invoice.known_to(self)

    def wait(self, invoice_id: int, *, timeout: float = 300) -> Invoice:
        """The invoice once it is read, whatever came of it. Raises WaitTimeoutError after so many seconds."""
        deadline = time.monotonic() + timeout
        pause = _FIRST_LOOK
        while True:
            invoice = self.get(invoice_id)
            if invoice.status is not Status.PROCESSING:
                return invoice
            if time.monotonic() >= deadline:
                raise WaitTimeoutError(f"Invoice {invoice_id} is still being read after {timeout:g} seconds.")
            self._connection.pause(pause)
            pause = min(pause * 1.5, _LONGEST_LOOK)

    def find(self, **filters: Unpack[ListInvoicesQuery]) -> Iterator[models.InvoiceRow]:
        """The invoices that match, page by page as they are taken."""
        return self._rows(
            get(f"{INVOICES}/", **_paged(filters)), models.InvoiceList, lambda page: (page.invoices, page.next)
        )

    def count(self, **filters: Unpack[CountInvoicesQuery]) -> models.StatusCounts:
        """How many invoices are in each state."""
        answer = self._connection.read(get(f"{INVOICES}/status-summary/", **filters), models.StatusSummary)
        return answer.summary

    def confirmed(self, **filters: Unpack[ListConfirmedInvoicesQuery]) -> Iterator[models.ConfirmedInvoice]:
        """The data of confirmed invoices."""
        return self._rows(
            get(f"{INVOICES}/data", **_paged(filters)), models.ConfirmedList, lambda page: (page.invoices, page.next)
        )

    def totals(self, **filters: Unpack[GetTotalsQuery]) -> models.Totals:
        """Sums of the confirmed invoices, for each currency."""
        return self._connection.read(get(f"{INVOICES}/data/totals", **filters), models.Totals)

    def withdrawn(self) -> Iterator[models.WithdrawnInvoice]:
        """Confirmed data that was taken back: who holds a copy withdraws it too."""
        call = get(f"{INVOICES}/data/withdrawn", per_page=_ROWS)
        return self._rows(call, models.WithdrawnList, lambda page: (page.withdrawn, page.next))

    def trail(self, invoice_id: int) -> list[models.AuditEvent]:
        """What happened to an invoice, in order."""
        call = get(f"{INVOICES}/{int(invoice_id)}/events", per_page=1000)
        newest_first = self._rows(call, models.AuditTrail, lambda page: (page.events[::-1], page.next))
        return list(reversed([event for event in newest_first]))

    def feed(
        self, after: str | None = None, *, types: Iterable[str] = (), data: bool = False, follow: bool = False
    ) -> Iterator[models.PublicChangeEntry]:
        """Every public change once, in order, missing none: behind the `cursor` of an earlier one, or `now`, or from
        the oldest that is kept. With `follow` without end, else up to the present end. With `data` confirmed ones have
        their data. Raises ApiError `changes-gone` for a cursor from before what is kept."""
        wanted = {"types": ",".join(types) or None, "include": "data" if data else None}
        while True:
            call = get(f"{INVOICES}/changes", after=after, **wanted)
            page = self._connection.read(call, models.ChangeList)
            for change in page.changes:
                yield change
            after = page.next
            if not page.has_more:
                if not follow:
                    return
                self._connection.pause(_LONGEST_LOOK)

    def changes(self, after: str | None = None) -> Iterator[Change]:
        """Every change of an invoice, from now on or behind the `id` of an earlier one, without end.

        It connects again by itself, a moment after a stream has ended. A change whose `invoice` is None says that some
        were missed for good.
        """
        failures = 0
        while True:
            headers = {"Last-Event-ID": after} if after else {}
            wait = self._connection.retries.first_wait
            try:
                for event in self._connection.events(replace(get("/api/events"), headers=headers)):
                    failures, after = 0, event.id or after
                    change = change_of(event.event, event.id, event.data)
                    if change is not None:
                        yield change
            except InvoicesError as error:
                failures += 1
                after_failure = self._connection.retries.wait(error, attempt=failures, is_repeatable=True, chance=1)
                if after_failure is None:
                    raise
                wait = after_failure
            self._connection.pause(wait)

    def me(self) -> models.Me:
        """Whose key this is, and what it may do."""
        return self._connection.read(get("/api/me"), models.Me)

    # Deciding

    def correct(self, invoice_id: int, patch: Mapping[str, Any], *, version: int | None = None) -> Invoice:
        """Sets the given fields of the data; None clears one, a list replaces the list. With a `version` only if the
        invoice is still in that one, else VersionMismatchError. Raises BadRequestError with a `pointer` for each bad
        value."""
        invoice = self._connection.read(correct(invoice_id, patch, version=version), Invoice)
        return invoice.known_to(self)

    def confirm(
        self,
        invoice_id: int,
        *,
        only_if: Condition | None = None,
        accepted: Iterable[str] = (),
        version: int | None = None,
    ) -> models.Decision:
        """Makes the data final. For programs that confirm what nobody has looked at: `only_if="no-findings"`, else
        ConflictError with the findings as `details`. `accepted` findings are confirmed over; without a condition they
        mean no others are."""
        codes = [str(code) for code in accepted]
        only_if = only_if or ("no-findings" if codes else None)
        body = {"accepted": codes} if codes else {}
        return self._act(act(invoice_id, "confirm", body=body, version=version, is_repeatable=True, **{"if": only_if}))

    def reject(
        self,
        invoice_id: int,
        reason: str | None = None,
        *,
        replaced_by: int | None = None,
        version: int | None = None,
    ) -> models.Decision:
        """Rejects the invoice."""
        body = {"reason": reason, "replaced_by": replaced_by}
        return self._act(act(invoice_id, "reject", body=body, version=version))

    def reopen(self, invoice_id: int, reason: str | None = None, *, version: int | None = None) -> models.Decision:
        """Takes a confirmed or rejected invoice back into the review."""
        return self._act(act(invoice_id, "reopen", body={"reason": reason}, version=version))

    def retry(self, invoice_id: int) -> models.Decision:
        """Reads a failed or rejected invoice again."""
        return self._act(act(invoice_id, "retry", body={}, version=None))

    def delete(self, invoice_id: int) -> None:
        """Deletes the invoice and all that belongs to it."""
        self._connection.send(Call(method="DELETE", path=f"{INVOICES}/{int(invoice_id)}"))

    def _act(self, call: Call) -> models.Decision:
        return self._connection.read(call, models.Decision)

    # Out

    def mark_exported(
        self, invoice_id: int, reference: str | None = None, *, version: int | None = None
    ) -> models.Decision:
        """Says that another system has the confirmed data, and what it calls it."""
        body = {"reference": reference}
        return self._act(act(invoice_id, "exported", body=body, version=version, is_repeatable=True))

    def download(self, invoice_id: int, target: str | os.PathLike[str]) -> Path:
        """The document as it was uploaded, written to the file `target`."""
        return self._saved(get(f"{INVOICES}/{int(invoice_id)}/download"), target)

    def express(self, invoice_id: int, form: str, target: str | os.PathLike[str], *, pages: str | None = None) -> Path:
        """A confirmed invoice as `ubl`, `cii`, `facturx` (of whose PDF `pages` may be `pictures`) or `epc-qr`, written
        to the file `target`."""
        return self._saved(get(f"{INVOICES}/{int(invoice_id)}/as/{quote(form, safe='')}", pages=pages), target)

    def export(self, target: str | os.PathLike[str], **filters: Unpack[ExportInvoicesQuery]) -> Path:
        """Confirmed invoices as a file. It marks nothing."""
        columns = ",".join(filters.get("columns", ()))
        return self._saved(get(f"{INVOICES}/export", **{**filters, "columns": columns or None}), target)

    def export_new(self, **options: Unpack[ExportInvoicesQuery]) -> models.Export:
        """Marks the confirmed invoices that no other system has yet as exported; `export_file` is their file."""
        call = Call(method="POST", path="/api/exports", body={"format": "csv", **given(options)})
        return self._connection.read(call, models.Export)

    def exports(self) -> Iterator[models.Export]:
        """The exports, newest first."""
        return self._rows(
            get("/api/exports", per_page=_ROWS), models.ExportList, lambda page: (page.exports, page.next)
        )

    def export_file(self, export_id: int, target: str | os.PathLike[str]) -> Path:
        """The file of an export, as often as it is needed."""
        return self._saved(get(f"/api/exports/{int(export_id)}/file"), target)

    def undo_export(self, export_id: int) -> None:
        """Takes an export back: its invoices are new again."""
        self._connection.send(Call(method="DELETE", path=f"/api/exports/{int(export_id)}"))

    def _saved(self, call: Call, target: str | os.PathLike[str]) -> Path:
        path = Path(target)
        self._connection.send(call, path)
        return path

    def _rows(self, call: Call, model: type[P], taken: Callable[[P], tuple[Iterable[R], str | None]]) -> Iterator[R]:
        """The rows of all pages; each page is asked for when the one before is used up. `taken` gives the rows of one,
        and the cursor of the next."""
        while True:
            rows, following = taken(self._connection.read(call, model))
            for row in rows:
                yield row
            if following is None:
                return
            parameters = {name: value for name, value in call.parameters.items() if name != "page"}
            call = replace(call, parameters={**parameters, "after": following})


class Upload:
    """An uploaded file, and what became of it."""

    def __init__(self, invoices: Invoices, results: tuple[FileResult, ...]) -> None:
        self._invoices = invoices
        self.results = results
        """One for the file; for an e-mail or archive one for each part of it."""

    @property
    def invoice_ids(self) -> list[int]:
        """The invoices of the file."""
        return [result.invoice_id for result in self.results if result.invoice_id is not None]

    @property
    def invoice_id(self) -> int:
        """The invoice of the file. Raises ValueError if an e-mail or archive brought several: see `invoice_ids`."""
        if len(self.invoice_ids) != 1:
            raise ValueError(f"The file brought the invoices {self.invoice_ids}: use invoice_ids and wait_all().")
        return self.invoice_ids[0]

    @property
    def is_duplicate(self) -> bool:
        """Whether all of it was uploaded before."""
        taken = [result.status for result in self.results if result.status is not FileResultStatus.SKIPPED]
        return all(status is FileResultStatus.DUPLICATED for status in taken)

    @property
    def main(self) -> FileResult:
        """The result that stands for the file: of its first invoice, if it brought any."""
        return next((result for result in self.results if result.invoice_id is not None), self.results[0])

    def wait(self, *, timeout: float = 300) -> Invoice:
        """The invoice once it is read. Raises WaitTimeoutError, and ValueError if there are several."""
        return self._invoices.wait(self.invoice_id, timeout=timeout)

    def wait_all(self, *, timeout: float = 300) -> list[Invoice]:
        """All invoices of the file once they are read."""
        return [self._invoices.wait(one, timeout=timeout) for one in self.invoice_ids]


class Invoice(models.Invoice):
    """One invoice as it was read, and what can be done with it. Its actions hold for this version only: if somebody
    changed the invoice since, they raise VersionMismatchError. They return the invoice as it is then."""

    _invoices: Invoices = PrivateAttr()

    def known_to(self, invoices: Invoices) -> Self:
        """This invoice, whose actions are calls of that client."""
        self._invoices = invoices
        return self

    @property
    def data(self) -> InvoiceData:
        """The confirmed data, or before that the data as extracted and corrected. Raises NoDataError."""
        data = self.final_data or self.preview_data
        if data is None:
            raise NoDataError(
                f"Invoice {self.id} has no data: {self.error.message if self.error else f'it is {self.status}'}"
            )
        return data

    def refresh(self) -> Invoice:
        """The invoice as it is now."""
        return self._invoices.get(self.id)

    def correct(self, patch: Mapping[str, Any]) -> Invoice:
        """Sets fields of the data: see `correct` of the client."""
        return self._invoices.correct(self.id, patch, version=self.version)

    def confirm(self, *, only_if: Condition | None = None, accepted: Iterable[str] = ()) -> Invoice:
        """Makes the data final."""
        self._invoices.confirm(self.id, only_if=only_if, accepted=accepted, version=self.version)
        return self.refresh()

    def reject(self, reason: str | None = None, *, replaced_by: int | None = None) -> Invoice:
        """Rejects the invoice."""
        self._invoices.reject(self.id, reason, replaced_by=replaced_by, version=self.version)
        return self.refresh()

    def reopen(self, reason: str | None = None) -> Invoice:
        """Takes it back into the review."""
        self._invoices.reopen(self.id, reason, version=self.version)
        return self.refresh()

    def mark_exported(self, reference: str | None = None) -> Invoice:
        """Says that another system has the data."""
        self._invoices.mark_exported(self.id, reference, version=self.version)
        return self.refresh()

    def download(self, target: str | os.PathLike[str]) -> Path:
        """The document as it was uploaded, written to the file `target`."""
        return self._invoices.download(self.id, target)


def _paged(filters: Any) -> dict[str, Any]:
    return {"per_page": _ROWS, **filters}
