"""Invariants after any fault: nothing is lost, done twice or left over."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from shared.adapters.event_queue import RedisEventQueue
from shared.adapters.invoice_rows import whole_invoices
from shared.adapters.recount import differences
from shared.adapters.tables import audit_events, invoice_documents, invoices
from shared.domain.figures import FigureKey
from shared.domain.lanes import first_turn
from shared.domain.lifecycle import Stage
from shared.domain.object_keys import DOCUMENTS, document_key, page_image_prefix, text_key
from tests.support.stack import FINAL, RunningStack


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The number of invoices, and the ids of those that broke an invariant; the figures that a recount would change."""

    invoices: int
    lost: list[int]
    unfinished: dict[int, str]
    wrong: dict[int, str]
    done_twice: list[tuple[int, str]]
    leased: list[int]
    left_over: list[str]
    missing: list[str]
    wrong_figures: list[FigureKey]

    @property
    def is_clean(self) -> bool:
        """Whether every invariant holds."""
        return not (
            self.lost
            or self.unfinished
            or self.wrong
            or self.done_twice
            or self.leased
            or self.left_over
            or self.missing
            or self.wrong_figures
        )


def check_outcome(stack: RunningStack, accepted: dict[int, str]) -> Outcome:
    """The outcome over the accepted uploads: id -> file name, whose prefix gives the expected outcome."""
    with stack.engine().connect() as connection:
        rows: dict[int, Any] = {
            row.id: row
            for row in connection.execute(
                select(
                    invoices.c.id,
                    invoices.c.status,
                    invoices.c.content_type,
                    invoices.c.error_code,
                    invoices.c.lease_token,
                    invoice_documents.c.preview_data.is_not(None).label("has_data"),
                ).select_from(whole_invoices())
            )
        }
        finished = connection.execute(
            select(audit_events.c.invoice_id, audit_events.c.type, func.count())
            .where(audit_events.c.type.in_(["uploaded", "ocr.finished", "extract.finished"]))
            .group_by(audit_events.c.invoice_id, audit_events.c.type)
        ).all()
        wrong_figures = sorted(differences(connection))
    counts = Counter({(invoice_id, type_): count for invoice_id, type_, count in finished})
    wrong = {}
    for invoice_id, name in accepted.items():
        row = rows.get(invoice_id)
        expected = "failed" if name.startswith("unreadable") else "waiting_validation"
        if row is not None and row.status in FINAL:
            if row.status != expected:
                wrong[invoice_id] = f"{name}: {row.status} ({row.error_code}) after {_told(stack, invoice_id)}"
            elif expected == "waiting_validation" and not (
                row.has_data and all(counts[invoice_id, f"{stage}.finished"] for stage in _stages_of(row.content_type))
            ):
                wrong[invoice_id] = f"{name}: no data, or a stage that was never finished"
    return Outcome(
        invoices=len(rows),
        lost=[invoice_id for invoice_id in accepted if invoice_id not in rows],
        unfinished={row.id: row.status for row in rows.values() if row.status not in FINAL},
        wrong=wrong,
        done_twice=[key for key, count in counts.items() if count > 1],
        leased=[row.id for row in rows.values() if row.lease_token is not None],
        left_over=sorted(left_over(stack)),
        missing=sorted(_missing(stack)),
        wrong_figures=wrong_figures,
    )


def _told(stack: RunningStack, invoice_id: int) -> str:
    """What happened to the invoice, with the reasons of attempts that ended."""
    events = select(audit_events.c.type, audit_events.c.data).where(audit_events.c.invoice_id == invoice_id)
    with stack.engine().connect() as connection:
        rows = connection.execute(events.order_by(audit_events.c.id)).all()
    return ", ".join(f"{row.type} {(row.data or {}).get('code', '')}".strip() for row in rows)


def _stages_of(content_type: str) -> tuple[Stage, ...]:
    """The stages that a document of this type goes through."""
    first, _ = first_turn(content_type, "")
    return tuple(Stage)[tuple(Stage).index(first) :]


def left_over(stack: RunningStack) -> set[str]:
    """Objects without an invoice, and messages still in the queue."""
    hashes, ids = _known(stack)
    ours = {document_key(sha256) for sha256 in hashes} | {text_key(invoice_id) for invoice_id in ids}
    made = tuple(page_image_prefix(invoice_id) for invoice_id in ids)
    return {key for key in stack.objects().keys("") if key not in ours and not key.startswith(made)} | {
        f"message in {line.key}" for line in RedisEventQueue(stack.redis()).waiting()
    }


def _missing(stack: RunningStack) -> set[str]:
    hashes, _ = _known(stack)
    return {document_key(sha256) for sha256 in hashes} - set(stack.objects().keys(DOCUMENTS))


def _known(stack: RunningStack) -> tuple[set[str], set[int]]:
    with stack.engine().connect() as connection:
        rows = connection.execute(select(invoices.c.sha256, invoices.c.id)).all()
    return {row.sha256 for row in rows}, {row.id for row in rows}
