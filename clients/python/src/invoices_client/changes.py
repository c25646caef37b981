"""Changes of invoices as they happen."""

from pydantic import ValidationError

from invoices_client.answer import Answer
from invoices_client.errors import UnexpectedAnswerError
from invoices_client.models import Reading, Stage, Status


class ChangedInvoice(Answer):
    """What changed, without the data: `version` tells whether it is news."""

    invoice_id: int
    status: Status
    stage: Stage | None = None
    progress: int = 0
    reading: Reading | None = None
    version: int


class Change(Answer):
    """One event of the stream. `id` continues behind it. `invoice` is None if changes were missed that the server no
    longer has: read again what you keep."""

    id: str
    invoice: ChangedInvoice | None


def change_of(event: str, event_id: str, data: str) -> Change | None:
    """The change in a Server-Sent Event; None for one of another kind. Raises UnexpectedAnswerError."""
    if event == "reset":
        return Change(id=event_id, invoice=None)
    if event != "invoice":
        return None
    try:
        return Change(id=event_id, invoice=ChangedInvoice.model_validate_json(data))
    except ValidationError as error:
        raise UnexpectedAnswerError("An event of the stream has another form than expected.") from error
