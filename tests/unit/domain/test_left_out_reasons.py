"""Reasons to leave an invoice out of an export: one home of codes, parameters and sentences."""

import re

import pytest

from shared.domain.left_out_reasons import LEFT_OUT, SENTENCES, LeftOutCode, LeftOutReason, shown_form, stored_form
from tests.support.stack import ROOT


@pytest.mark.parametrize("code", LeftOutCode)
def test_a_sentence_has_no_other_parameters_than_its_code(code: LeftOutCode) -> None:
    declared = {name for name, param in LEFT_OUT[code].items() if name != "currency"}
    assert set(re.findall(r"{(\w+)}", SENTENCES[code])) == declared


def test_a_reason_is_shown_as_it_was_stored() -> None:
    stored = stored_form(7, LeftOutReason(code=LeftOutCode.VALUE_MISSING, params={"field": "/issue_date"}))
    assert stored["reason"] == "A value is missing: invoice date."
    assert shown_form(stored) == stored


@pytest.mark.parametrize("stored", [{}, {"code": "of-a-later-version", "params": {"a": 1}}])
def test_of_a_reason_of_another_version_the_sentence_remains(stored: dict[str, object]) -> None:
    shown = shown_form({"invoice_id": 7, "reason": "No euros.", **stored})
    assert shown == {"invoice_id": 7, "code": "other", "reason": "No euros.", "params": {}}


def test_every_code_is_documented() -> None:
    documented = set(re.findall(r"`([a-z-]+)`", (ROOT / "docs" / "api.md").read_text("utf-8")))
    assert set(LeftOutCode) <= documented
