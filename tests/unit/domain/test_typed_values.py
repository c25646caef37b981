"""Numbers and dates by the examples shared with the web app: what it reads is taken here unchanged, and no other text
passes for one."""

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from shared.domain.invoice import InvoiceData

_TABLE = json.loads((Path(__file__).parents[2] / "shared_examples/typed_values.json").read_text(encoding="utf-8"))
_READ = [example for example in _TABLE["typed"] if example["value"] is not None]
_TAKEN = [example for example in _TABLE["wire"] if not example.get("refused")]
_REFUSED = [example for example in _TABLE["wire"] if example.get("refused")]


def _returned(kind: str, sent: Any) -> Any:
    field = "issue_date" if kind == "date" else "total_amount"
    return InvoiceData.model_validate({field: sent}).as_json()[field]


@pytest.mark.parametrize("example", _READ, ids=lambda example: example["typed"])
def test_the_web_apps_values_are_accepted_and_returned_unchanged(example: dict[str, Any]) -> None:
    assert _returned(example["kind"], example["value"]) == example["value"]


@pytest.mark.parametrize("example", _TAKEN, ids=lambda example: repr(example["sent"]))
def test_a_value_in_the_notation_of_the_api_is_accepted(example: dict[str, Any]) -> None:
    assert _returned(example["kind"], example["sent"]) == example["returned"]


@pytest.mark.parametrize("example", _REFUSED, ids=lambda example: repr(example["sent"]))
def test_any_other_value_is_refused_in_words_that_tell_the_notation(example: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as refused:
        _returned(example["kind"], example["sent"])
    [fault] = refused.value.errors()
    assert fault["msg"].startswith("Write the date as" if example["kind"] == "date" else "Write the number as")
