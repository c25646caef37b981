"""Uploads any number of files, a few at a time."""

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from invoices_client.cli.exit_codes import concerns_all
from invoices_client.cli.stopping import Stop, StoppedError
from invoices_client.errors import InvoicesError, UploadRefusedError, WaitTimeoutError
from invoices_client.models import Status
from invoices_client.synchronous.client import Invoice, Invoices

_TICK = 0.2
"""Seconds after which a stop is noticed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """How to upload. `seconds` to wait until each file is read; None: not at all."""

    parallel: int = 4
    seconds: float | None = None
    allow_duplicates: bool = False
    source: Mapping[str, Any] | None = None
    reference: str | None = None
    tags: tuple[str, ...] = ()
    company: int | None = None
    idempotency_key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a file. `invoices` are those that were waited for. `error` is None if all went well."""

    file: Path
    status: str
    message: str
    invoice_ids: tuple[int, ...] = ()
    invoices: tuple[Invoice, ...] = ()
    error: Exception | None = None

    @property
    def is_ok(self) -> bool:
        """Whether the system has the file, and could read it if it was waited for."""
        return self.error is None and Status.FAILED not in [invoice.status for invoice in self.invoices]


def uploaded(invoices: Invoices, files: Iterable[Path | None], wanted: Wanted, stop: Stop) -> Iterator[Outcome]:
    """The outcome of each file as it comes. No more than `wanted.parallel` files are open, or waited for, at once; the
    next is taken when one is done. None in `files` is: no file just now.

    Ends early when `stop` is asked, or after an error that concerns all files: what was begun is finished.
    """
    source = iter(files)
    with ThreadPoolExecutor(wanted.parallel, thread_name_prefix="upload") as pool:
        going: set[Future[Outcome]] = set()
        is_over = False
        while going or not is_over:
            if not is_over and len(going) < wanted.parallel:
                file = next(source, _END)
                is_over = file is _END
                if isinstance(file, Path):
                    going.add(pool.submit(_outcome, invoices, file, wanted, stop))
                    continue
            done, going = wait(going, timeout=_TICK, return_when=FIRST_COMPLETED) if going else (set(), going)
            for future in done:
                outcome = future.result()
                is_over = is_over or (isinstance(outcome.error, InvoicesError) and concerns_all(outcome.error))
                yield outcome
            is_over = is_over or stop.is_asked


_END = object()


def _outcome(invoices: Invoices, file: Path, wanted: Wanted, stop: Stop) -> Outcome:
    try:
        upload = invoices.upload(
            file,
            allow_duplicates=wanted.allow_duplicates,
            source=wanted.source,
            reference=wanted.reference,
            tags=wanted.tags,
            company=wanted.company,
            idempotency_key=wanted.idempotency_key,
        )
    except UploadRefusedError as error:
        return Outcome(file=file, status="refused", message=str(error), error=error)
    except StoppedError as error:
        return Outcome(file=file, status="not uploaded", message="Stopped before it was uploaded.", error=error)
    except InvoicesError as error:
        return Outcome(file=file, status="not uploaded", message=str(error), error=error)
    except OSError as error:
        return Outcome(file=file, status="not read", message=error.strerror or str(error), error=error)
    ids = tuple(upload.invoice_ids)
    if wanted.seconds is None or stop.is_asked:
        told = "; ".join(result.message for result in upload.results)
        return Outcome(file=file, status=str(upload.main.status), message=told, invoice_ids=ids)
    try:
        read = tuple(upload.wait_all(timeout=wanted.seconds))
    except (StoppedError, WaitTimeoutError):
        # The file has arrived, and is read whoever waits for it.
        return Outcome(file=file, status="processing", message="Uploaded; it is still being read.", invoice_ids=ids)
    except InvoicesError as error:
        return Outcome(file=file, status="uploaded", message=str(error), invoice_ids=ids, error=error)
    return Outcome(file=file, status=str(read[0].status), message=_told(read), invoice_ids=ids, invoices=read)


def _told(read: tuple[Invoice, ...]) -> str:
    return "; ".join(invoice.error.message for invoice in read if invoice.error) or "Read."
