"""Two extractors: agreement raises confidence, a difference is a finding, and the printed value is kept."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from functions.extract import agreement
from functions.extract.agreement import agree
from functions.extract.extraction import Extraction
from functions.extract.grounding import ground
from shared.domain.extractors import Extractor
from shared.domain.finding_codes import FindingCode
from shared.domain.findings import Level, finding
from shared.domain.invoice import InvoiceData
from tests.support.documents import printed

PAGE = """
Imprenta Norte S.L.          Factura A-17      Ref A-71
Carteles          3    20,00     60,00
Folletos       1000     0,04     40,00
Sellos            2    10,00     20,00
Base 120,00   IVA 21 %   25,20   Total EUR 145,20   Anterior 99,00
OP 443485    OP 443486
"""
LINES = [
    {"description": "Carteles", "quantity": "3", "unit_price": "20", "net_amount": "60"},
    {"description": "Folletos", "quantity": "1000", "unit_price": "0.04", "net_amount": "40"},
    {"description": "Sellos", "quantity": "2", "unit_price": "10", "net_amount": "20"},
]


def extraction(extractor: Extractor, confidence: float = 0.8, **fields: Any) -> Extraction:
    """An extraction grounded in the page; every value found there has this confidence."""
    grounded = ground(Extraction(data=InvoiceData.model_validate(fields), extractor=extractor), printed(PAGE))
    evidence = {
        pointer: shown.model_copy(update={"confidence": confidence}) if shown.page else shown
        for pointer, shown in grounded.evidence.items()
    }
    return replace(grounded, evidence=evidence)


def merged(model: dict[str, Any], local: dict[str, Any], *, local_confidence: float = 0.8) -> Extraction:
    return agree(extraction(Extractor.OPENAI, **model), extraction(Extractor.LOCAL, local_confidence, **local))


def test_an_agreed_value_has_more_confidence_than_either() -> None:
    result = merged({"total_amount": "145.20"}, {"total_amount": "145.2"})
    assert result.data.total_amount == Decimal("145.20")
    assert result.evidence["/total_amount"].confidence == pytest.approx(0.96)
    assert result.findings == ()
    assert result.extractor == "openai+local"


def test_texts_agree_without_regard_to_case_and_punctuation() -> None:
    result = merged({"seller": {"name": "Imprenta Norte S.L."}}, {"seller": {"name": "IMPRENTA NORTE SL"}})
    assert result.data.seller.name == "Imprenta Norte S.L."
    assert result.findings == ()


def test_a_difference_is_named_and_the_models_value_kept_with_less_confidence() -> None:
    result = merged({"total_amount": "145.20"}, {"total_amount": "99"})
    assert result.data.total_amount == Decimal("145.20")
    assert result.evidence["/total_amount"].confidence == pytest.approx(0.48)
    (found,) = result.findings
    assert (found.code, found.level, found.pointers) == ("extractors-disagree", Level.WARNING, ["/total_amount"])
    assert found.message == (
        "The total is “145.20” for the model and “99” for the built-in extractor; “145.20” is kept."
    )


def test_a_value_that_is_not_printed_is_replaced_by_one_that_is() -> None:
    result = merged({"invoice_number": "B-99"}, {"invoice_number": "A-17"})
    assert result.data.invoice_number == "A-17"
    assert result.evidence["/invoice_number"].page == 1
    assert [one.code for one in result.findings] == ["extractors-disagree"]


def test_the_models_value_is_kept_when_neither_is_printed() -> None:
    result = merged({"invoice_number": "B-99"}, {"invoice_number": "B-98"})
    assert result.data.invoice_number == "B-99"
    assert result.evidence["/invoice_number"].page is None


@pytest.mark.parametrize(("confidence", "expected"), [(0.8, "A-17"), (0.5, None)])
def test_a_value_only_of_the_local_extractor_needs_confidence(confidence: float, expected: str | None) -> None:
    assert merged({}, {"invoice_number": "A-17"}, local_confidence=confidence).data.invoice_number == expected


def test_a_value_only_of_the_local_extractor_must_be_printed() -> None:
    assert merged({}, {"invoice_number": "B-99"}).data.invoice_number is None


def test_free_text_that_differs_is_no_disagreement() -> None:
    result = merged({"payment_terms": "30 days"}, {"payment_terms": "30 days net"})
    assert (result.data.payment_terms, result.findings) == ("30 days", ())


def test_lines_confirm_and_complete_each_other() -> None:
    without_price = [line | {"unit_price": None} for line in LINES]
    result = merged({"lines": without_price}, {"lines": LINES})
    assert [line.unit_price for line in result.data.lines] == [Decimal("20"), Decimal("0.04"), Decimal("10")]
    assert result.evidence["/lines/1/net_amount"].confidence == pytest.approx(0.96)
    assert result.evidence["/lines/1/unit_price"].confidence == pytest.approx(0.72)
    assert result.findings == ()


def test_the_lines_that_add_up_are_kept() -> None:
    model = {"net_amount": "120", "lines": LINES[:2]}
    result = merged(model, {"net_amount": "120", "lines": LINES})
    assert [line.description for line in result.data.lines] == ["Carteles", "Folletos", "Sellos"]
    assert result.evidence["/lines/0/net_amount"].confidence > result.evidence["/lines/2/net_amount"].confidence
    assert result.findings[0].message == ("The model reads 2 lines and the built-in extractor 3; 2 are the same.")


def test_a_line_missing_in_the_middle_is_no_shift() -> None:
    result = merged({"net_amount": "120", "lines": LINES}, {"lines": [LINES[0], LINES[2]]})
    assert result.evidence["/lines/2/net_amount"].confidence == pytest.approx(0.96)
    assert result.evidence["/lines/1/net_amount"].confidence == pytest.approx(0.72)


def test_tax_rows_are_matched_by_rate_and_tax() -> None:
    row = {"rate": "21", "taxable_amount": "120", "tax_amount": "25.20"}
    result = merged({"tax_breakdown": [row]}, {"tax_breakdown": [row | {"rate": "21.00"}]})
    assert len(result.data.tax_breakdown) == 1
    assert result.evidence["/tax_breakdown/0/tax_amount"].confidence == pytest.approx(0.96)


def test_operation_codes_are_joined_if_the_document_shows_them() -> None:
    result = merged({"operation_codes": ["443485"]}, {"operation_codes": ["443 485", "443486", "999999"]})
    assert result.data.operation_codes == ["443485", "443486"]
    assert result.evidence["/operation_codes/0"].confidence == pytest.approx(0.96)
    assert result.evidence["/operation_codes/1"].confidence == pytest.approx(0.72)


def test_findings_of_both_are_kept_once_and_the_raw_answer_with_them() -> None:
    same = finding(FindingCode.NOT_AN_INVOICE, Level.WARNING, reason="model", kind=None, title=None)
    other = finding(FindingCode.SEVERAL_INVOICES, Level.WARNING, reason="model", count=2, numbers=[], parts=None)
    model = replace(extraction(Extractor.OPENAI), findings=(same,), agent_response={"model": "m"})
    local = replace(extraction(Extractor.LOCAL), findings=(same, other))
    result = agree(model, local)
    assert [one.code for one in result.findings] == ["not-an-invoice", "several-invoices"]
    assert result.agent_response == {"model": "m"}


def test_the_finding_that_says_where_several_invoices_begin_stands_for_both() -> None:
    counted = finding(FindingCode.SEVERAL_INVOICES, Level.WARNING, reason="model", count=2, numbers=[], parts=None)
    placed = finding(
        FindingCode.SEVERAL_INVOICES,
        Level.WARNING,
        reason="numbers",
        count=2,
        numbers=[{"number": "A-1", "page": 1}, {"number": "A-2", "page": 2}],
        parts=[{"first": n, "last": n, "number": f"A-{n}", "confidence": 0.95} for n in (1, 2)],
    )
    model = replace(extraction(Extractor.OPENAI), findings=(counted,))
    local = replace(extraction(Extractor.LOCAL), findings=(placed,))
    assert agree(model, local).findings == (placed,)


def same_lines(model: list[str], local: list[str]) -> object:
    """How many lines of these amounts are taken for the same; of equally many all of them without a finding."""
    tables = [[{"description": "Call", "net_amount": amount} for amount in amounts] for amounts in (model, local)]
    result = merged({"lines": tables[0]}, {"lines": tables[1]})
    (differing,) = (one for one in result.findings if one.code == FindingCode.EXTRACTED_ROWS_DISAGREE)
    return (differing.params or {})["same"]


def test_long_tables_of_one_amount_are_paired_from_both_ends() -> None:
    """The search for equal blocks would take minutes: each row is like every other."""
    assert same_lines(["0.10"] * 600, [*["0.10"] * 200, "0.20", *["0.10"] * 400]) == 600


def test_lines_between_others_are_paired_where_the_search_is_short(monkeypatch: pytest.MonkeyPatch) -> None:
    model, local = ["1", "2", "3", "4", "5"], ["1", "20", "3", "40", "5"]

    searched = same_lines(model, local)
    monkeypatch.setattr(agreement, "MOST_COMPARISONS", 0)

    assert searched == 3
    assert same_lines(model, local) == 2


def test_tables_of_many_different_amounts_are_searched_for_equal_blocks() -> None:
    lines = [{"description": f"Item {number}", "net_amount": f"{number}.10"} for number in range(1, 400)]

    result = merged({"lines": [*lines[:100], *lines[101:300], *lines[302:]]}, {"lines": lines})

    assert [one.params for one in result.findings if one.code == FindingCode.EXTRACTED_ROWS_DISAGREE] == [
        {"rows": "lines", "model": 396, "local": 399, "same": 396}
    ]
