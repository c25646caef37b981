"""The messages between functions: CloudEvents 1.0 with the invoice's id and object keys, never bytes or state."""

import re
from typing import Annotated, Literal
from uuid import uuid4

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from shared.domain.lanes import Lane, Message
from shared.domain.lifecycle import Stage
from shared.errors import AppError, OperatorErrorCode

SOURCE = "/invoices"

EVENT_TYPES = {
    Stage.OCR: "invoices.document.uploaded.v1",
    Stage.EXTRACT: "invoices.text.recognised.v1",
}

_SUBJECT = re.compile(r"invoices/([1-9][0-9]{0,17})", re.ASCII)


class InvalidEventError(AppError):
    """The message is not a CloudEvent of this system."""

    code = OperatorErrorCode.INVALID_EVENT
    status = 400
    message = "This is not an event that names an invoice."


class EventData(BaseModel):
    """The payload: keys only."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    invoice_id: Annotated[int, Field(gt=0)]


class InvoiceEvent(BaseModel):
    """A structured CloudEvent 1.0; the extension `requestid` carries X-Request-Id, `pages` what its turn costs, `lane`
    the lane that it was enqueued for (None: an older version wrote it)."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    specversion: Literal["1.0"] = "1.0"
    id: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    source: Annotated[str, StringConstraints(min_length=1, max_length=200)] = SOURCE
    type: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    subject: Annotated[str, StringConstraints(pattern=r"^invoices/[1-9][0-9]{0,17}$")]
    time: AwareDatetime
    datacontenttype: Literal["application/json"] = "application/json"
    traceparent: Annotated[str, StringConstraints(max_length=100)] | None = None
    requestid: Annotated[str, StringConstraints(max_length=128)] | None = None
    pages: Annotated[int, Field(gt=0)] = 1
    lane: Lane | None = None
    data: EventData

    @property
    def invoice_id(self) -> int:
        """The invoice that the subject names."""
        return invoice_id_of(self.subject)

    def dump(self) -> str:
        """The structured form, one JSON document (media type application/cloudevents+json)."""
        return self.model_dump_json(exclude_none=True)


def stage_event(
    invoice_id: int, message: Message, *, request_id: str | None = None, traceparent: str | None = None
) -> InvoiceEvent:
    """The CloudEvent that starts the message's stage of this invoice."""
    return InvoiceEvent(
        id=str(uuid4()),
        type=EVENT_TYPES[message.stage],
        subject=f"invoices/{invoice_id}",
        time=message.enqueued_at,
        requestid=request_id,
        traceparent=traceparent,
        pages=message.turn.pages,
        lane=message.turn.lane,
        data=EventData(invoice_id=invoice_id),
    )


def parse_event(message: bytes | str) -> InvoiceEvent:
    """Parse a list element. Raises InvalidEventError for anything but a CloudEvent of this system."""
    try:
        return InvoiceEvent.model_validate_json(message)
    except ValidationError as error:
        raise InvalidEventError from error


def invoice_id_of(subject: object) -> int:
    """The invoice that a CloudEvent's subject names. Raises InvalidEventError."""
    match = _SUBJECT.fullmatch(subject) if isinstance(subject, str) else None
    if match is None:
        raise InvalidEventError
    return int(match.group(1))
