"""Takes one mail or file: keeps that it came, uploads it, keeps what became of it, puts it away where it was.

Killed anywhere, the next look finds it again and goes on from what is kept: what is finished is only put away, and what
is not is uploaded again, which makes no second invoice of the same bytes.
"""

import logging
from dataclasses import dataclass, replace

from infra.intake.sources import ContentError, Item, told
from infra.intake.uploading import UploadBrokeError, Uploader
from shared.adapters.intake_store import Begun, IntakeStore
from shared.domain.intake import (
    DUPLICATED,
    MOST_ATTEMPTS,
    IntakeOutcome,
    IntakePart,
    IntakeReason,
    IntakeResult,
    skipped,
)
from shared.domain.metrics import INTAKE
from shared.domain.origins import SourceKind
from shared.errors import UnavailableError
from shared.pipeline.ports import Metrics
from shared.tracing import SpanKind, request_context

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taking:
    """Takes what comes from one source."""

    kind: SourceKind
    store: IntakeStore
    uploader: Uploader
    metrics: Metrics

    def take(self, item: Item) -> None:
        """Take it, or only put it away if it was taken before. Raises UnavailableError while nothing can be taken: it
        stays as it is; SourceError, UploadBrokeError."""
        with request_context(None, None, name=f"intake {self.kind}", kind=SpanKind.INTERNAL):
            begun = self.store.begin(item.arrival)
            if begun.outcome is IntakeOutcome.PENDING:
                result = self.store.finish(begun, self._result(item, begun))
                self.metrics.count(INTAKE, self.kind, result.outcome)
                log.info(
                    "intake finished",
                    extra={"item_id": begun.id, "outcome": result.outcome, "reason": result.reason},
                )
            else:
                result = IntakeResult(outcome=begun.outcome, reason=begun.reason, parts=self.store.parts_of(begun.id))
            item.put_away(result.outcome, told(result))
            self.store.put_away(begun.id)

    def _result(self, item: Item, begun: Begun) -> IntakeResult:
        if item.refusal is not None:
            return skipped(item.refusal)
        if begun.attempts > MOST_ATTEMPTS:
            return IntakeResult(outcome=IntakeOutcome.REFUSED, reason=IntakeReason.UPLOAD_FAILED)
        try:
            content = item.content()
        except ContentError as error:
            return skipped(error.reason)
        content_key = item.content_key(content)
        earlier = None if content_key is None else self.store.note_content(begun.id, content_key)
        if earlier is not None:
            return IntakeResult(
                outcome=IntakeOutcome.DUPLICATE, reason=IntakeReason.SAME_MAIL, parts=self._as_duplicates(earlier)
            )
        try:
            return self.uploader.upload(self.kind, item.arrival, item.filename, content)
        except UnavailableError:
            self.store.give_back(begun.id)
            raise
        except UploadBrokeError as error:
            log.warning("upload broke", extra={"item_id": begun.id, "attempt": begun.attempts, "reason": str(error)})
            if begun.attempts >= MOST_ATTEMPTS:
                return IntakeResult(outcome=IntakeOutcome.REFUSED, reason=IntakeReason.UPLOAD_FAILED)
            raise

    def _as_duplicates(self, item_id: int) -> tuple[IntakePart, ...]:
        return tuple(
            replace(part, status=DUPLICATED, code=None)
            for part in self.store.parts_of(item_id)
            if part.invoice_id is not None
        )
