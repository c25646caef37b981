"""What is wrong with a request, told by place; of one request the first problems: nobody reads more."""

from collections.abc import Iterable, Mapping
from itertools import islice

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from shared.errors import BadRequestError

MOST_TOLD = 100
_MOST_IN_THE_SENTENCE = 5


def faults_of(error: ValidationError) -> list[ErrorDetails]:
    """The faults, without the values: those may be secret, or long."""
    return [_of_the_wire(one) for one in error.errors(include_url=False, include_context=False, include_input=False)]


def _of_the_wire(fault: ErrorDetails) -> ErrorDetails:
    """Clients send JSON: they know no dictionaries, nothing of the names of classes, and no errors of Python."""
    if fault["type"] in _NO_OBJECT:
        return {**fault, "msg": "Input should be an object"}
    return {**fault, "msg": fault["msg"].removeprefix("Value error, ")}


_NO_OBJECT = {"model_type", "model_attributes_type", "dict_type"}


def not_valid(problems: Iterable[Mapping[str, str]]) -> BadRequestError:
    """The error for these problems, at least one: a `parameter` and a `message` each."""
    told = list(islice(problems, MOST_TOLD))
    sentence = "; ".join(f"{one['parameter']}: {one['message']}" for one in told[:_MOST_IN_THE_SENTENCE])
    return BadRequestError(f"Not valid: {sentence}", details=told)
