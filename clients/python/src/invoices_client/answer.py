"""What the generated models are made of: answers that a newer server may have added to."""

from enum import StrEnum
from typing import Self

from pydantic import BaseModel, ConfigDict


class Answer(BaseModel):
    """An answer of the API, or a part of one. Fields that this client does not know are left out."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class OpenEnum(StrEnum):
    """A closed set of the API, which may grow with any version: a value that this client does not know stays the text
    that it is, and equals it."""

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        unknown = str.__new__(cls, value)
        unknown._name_ = value
        unknown._value_ = value
        return unknown
