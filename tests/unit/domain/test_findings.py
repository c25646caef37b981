"""Every finding has a rule and a sentence, and its parameters are exactly those that the rule declares."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from shared.domain.finding_codes import FINDINGS, FindingCode, FindingRule, Kind, Param, Scope
from shared.domain.finding_sentences import SENTENCES
from shared.domain.findings import Finding, Level, finding

EXAMPLES: dict[Kind, Any] = {
    Kind.AMOUNT: Decimal("1234.50"),
    Kind.NUMBER: Decimal("3"),
    Kind.PERCENT: Decimal("21.00"),
    Kind.DATE: date(2026, 11, 2),
    Kind.COUNT: 4,
    Kind.TEXT: "{printed}",  # braces: a text is put in, never read as a template
    Kind.CODE: "ES",
    Kind.FIELD: "/lines/2/net_amount",
    Kind.VALUE: "121.00",
    Kind.FIELDS: ["/lines/2/net_amount", "/lines/2/quantity"],
    Kind.TEXTS: ["one", "two"],
    Kind.INVOICES: [{"invoice_id": number, "filename": "a.pdf"} for number in range(1, 6)],
    Kind.PRINTED_NUMBERS: [{"number": "A-1", "page": 1}, {"number": "A-2", "page": 3}],
    Kind.PARTS: [{"first": 1, "last": 2, "number": "A-1", "confidence": 0.75}],
}


def variants(rule: FindingRule) -> list[dict[str, Any]]:
    """Parameters of this rule: every choice of every choice, and every optional one left out once."""
    full = {name: _example(param) for name, param in rule.params.items()}
    choices: list[dict[str, Any]] = [{name: one} for name, param in rule.params.items() for one in param.choices]
    without: list[dict[str, Any]] = [{name: None} for name, param in rule.params.items() if param.optional]
    return [full | change for change in [{}, *choices, *without]]


def _example(param: Param) -> Any:
    return param.choices[0] if param.choices else EXAMPLES[param.kind]


def test_every_code_has_a_rule_and_a_sentence() -> None:
    assert set(FINDINGS) == set(FindingCode)
    assert set(SENTENCES) == set(FindingCode)


@pytest.mark.parametrize("code", FindingCode)
def test_every_sentence_is_written_for_every_choice_and_without_what_is_optional(code: FindingCode) -> None:
    for params in variants(FINDINGS[code]):
        message = finding(code, Level.WARNING, **params).message
        assert message
        assert "None" not in message
        assert "{" not in message.replace("{printed}", "")


@pytest.mark.parametrize("code", FindingCode)
def test_each_choice_has_a_sentence_of_its_own(code: FindingCode) -> None:
    rule = FINDINGS[code]
    least = {name: None if param.optional else _example(param) for name, param in rule.params.items()}
    for name, param in rule.params.items():
        messages = {finding(code, Level.INFO, **{**least, name: one}).message for one in param.choices}
        assert len(messages) == len(param.choices), name


@pytest.mark.parametrize("code", FindingCode)
def test_a_finding_survives_its_json(code: FindingCode) -> None:
    for params in variants(FINDINGS[code]):
        made = finding(code, Level.WARNING, ["/total_amount"], **params)
        assert Finding.model_validate_json(made.model_dump_json()) == made


def test_parameters_are_json() -> None:
    made = finding(
        FindingCode.BR_CO_17,
        Level.ERROR,
        rate=Decimal("21.00"),
        taxable=Decimal("1E+3"),
        expected=Decimal("210.00"),
        tax=Decimal("12"),
        currency=None,
    )
    assert made.params == {"rate": "21.00", "taxable": "1000", "expected": "210.00", "tax": "12", "currency": None}
    assert made.message == "21 % of 1,000.00 is 210.00, but this tax row says 12.00."


@pytest.mark.parametrize(
    "params",
    [
        {},
        {"total": Decimal(1)},
        {"total": Decimal(1), "currency": "EUR", "net": Decimal(1)},
        {"total": "1", "currency": "EUR"},
        {"total": None, "currency": "EUR"},
        {"total": Decimal(1), "currency": 978},
    ],
)
def test_other_parameters_than_the_declared_ones_are_a_fault(params: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match="negative-total"):
        finding(FindingCode.NEGATIVE_TOTAL, Level.WARNING, **params)


def test_a_choice_that_is_none_of_the_choices_is_a_fault() -> None:
    with pytest.raises(TypeError, match="problem"):
        finding(FindingCode.IBAN_INVALID, Level.ERROR, iban="ES91", problem="colour")


def test_the_scope_is_the_tables_whatever_was_stored() -> None:
    stored = {"code": "BR-02", "level": "warning", "message": "No number.", "scope": "document"}
    assert Finding.model_validate(stored).scope is Scope.VALUES


def test_a_finding_stored_without_parameters_keeps_its_sentence() -> None:
    stored = {"code": "zero-total", "level": "info", "message": "Nothing to pay.", "pointers": ["/total_amount"]}
    loaded = Finding.model_validate(stored)
    assert (loaded.code, loaded.message, loaded.params) == (FindingCode.ZERO_TOTAL, "Nothing to pay.", None)


def test_a_code_that_is_no_longer_known_is_other_with_its_sentence_and_scope() -> None:
    stored = {"code": "gone", "level": "error", "message": "It was so.", "scope": "values", "params": {"a": 1}}
    loaded = Finding.model_validate(stored)
    assert (loaded.code, loaded.message, loaded.scope, loaded.params) == ("other", "It was so.", Scope.VALUES, None)
