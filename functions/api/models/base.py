"""What the requests and responses of every area are made of, and the answer of a call that failed."""

from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, get_origin

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, ValidationInfo, field_validator

from shared.errors import ErrorCode


def _rfc3339(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


Moment = Annotated[
    datetime,
    PlainSerializer(_rfc3339, return_type=str, when_used="json"),
    Field(json_schema_extra={"format": "date-time"}),
]


class Model(BaseModel):
    """A request or a response, or a part of one."""

    model_config = ConfigDict(frozen=True)

    @classmethod
    def model_json_schema(cls, *arguments: Any, **named: Any) -> dict[str, Any]:
        """As pydantic's. Without arguments it is made once, and not to be changed: the framework asks for it at each
        request, and making that of a list's parameters takes longer than reading the list."""
        return super().model_json_schema(*arguments, **named) if arguments or named else _made_once(cls)


@cache
def _made_once(model: type[Model]) -> dict[str, Any]:
    return super(Model, model).model_json_schema()


Sum = Annotated[
    Decimal,
    PlainSerializer(lambda total: format(total, "f"), return_type=str, when_used="json"),
    Field(json_schema_extra={"format": "decimal"}),
]
"""A sum over invoices: may exceed the limit of a single amount."""


def separated(value: Any) -> Any:
    """The words in texts that separate them by commas; what is no text stays, to be refused."""
    parts = value if isinstance(value, list) else [value]
    words = (map(str.strip, part.split(",")) if isinstance(part, str) else [part] for part in parts)
    return [word for several in words for word in several if word != ""]


class Query(Model):
    """Query parameters. A parameter that is not a list may be given only once."""

    @field_validator("*", mode="before")
    @classmethod
    def _given_once(cls, value: Any, info: ValidationInfo) -> Any:
        field = cls.model_fields[str(info.field_name)]
        if isinstance(value, list) and get_origin(field.annotation) is not list:
            raise ValueError("must be given once")
        return value


def known_error(value: Any) -> Any:
    """A stored code; OTHER for one of a version that knows more of them."""
    return value if value is None or value in {*ErrorCode} else ErrorCode.OTHER


class Error(Model):
    """Any error: a sentence for people, a code for programs, the request's id."""

    error: str
    """A sentence for people."""
    code: ErrorCode
    """The code for programs."""
    request_id: str | None = None
    """The request's id, as in X-Request-Id: name it when you ask for help."""
    details: list[dict[str, Any]] | None = None
    """What exactly is wrong, such as each faulty parameter."""
