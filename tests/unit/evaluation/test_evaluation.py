"""The measuring itself: matching, figures, calibration, what changed."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from functions.extract.local import extract_locally
from functions.extract.local.confidence import settled
from functions.extract.local.rank import WEIGHTS
from shared.domain.invoice import Line
from tests.evaluation.__main__ import main
from tests.evaluation.calibrate import (
    FEWEST,
    Sample,
    calibration_of,
    curve_of,
    estimates,
    held_out,
    samples_of,
    unsure_fields,
)
from tests.evaluation.matching import line_right, match, right_lines
from tests.evaluation.report import all_right, calibration, changes, field_figures, with_figures
from tests.evaluation.running import DocumentResult, FieldResult, Way, compared
from tests.evaluation.train import Example, chosen, fit
from tests.evaluation.truth import LabelledDocument, ValueKind, labelled_documents, with_pages
from tests.support.documents import printed


@pytest.mark.parametrize(
    ("kind", "wanted", "answer", "right"),
    [
        (ValueKind.AMOUNT, 9.0, Decimal("9.004"), True),
        (ValueKind.AMOUNT, 9.0, Decimal("9.005"), False),
        (ValueKind.DATE, "2026-01-02", date(2026, 1, 2), True),
        (ValueKind.DATE, "2026-01-02", date(2026, 2, 1), False),
        (ValueKind.CODE, "INV-12/3", "inv 123", True),
        (ValueKind.NAME, "Café Noël, S.A.", "CAFE NOEL SA", True),
        (ValueKind.NAME, "Acme Ltd", "Acme", False),
        (ValueKind.ADDRESS, "Weena 664, 3012 CN, Rotterdam", "Weena 664, 3012 CN Rotterdam, Nederland", True),
        (ValueKind.ADDRESS, "Musterstr. 12, 12345, Musterstadt, DE", "Musterstr. 13, 12345 Musterstadt", False),
        (ValueKind.ANY_CODE, "4711", ["1", "47-11"], True),
        (ValueKind.CODES, ["1", "2"], ["2", "1"], True),
        (ValueKind.CODES, ["1", "2"], ["1"], False),
        (ValueKind.TYPE, "381", "credit_note", True),
        (ValueKind.TYPE, "380", "credit_note", False),
    ],
)
def test_matching(kind: ValueKind, wanted: Any, answer: Any, right: bool) -> None:
    assert match(kind, wanted, answer).right is right


def test_likeness_stands_beside_rightness() -> None:
    matched = match(ValueKind.NAME, "Harbour View Hardware Sdn Bhd", "Harbour View Hardwere Sdn Bhd")

    assert not matched.right
    assert matched.like


def test_nothing_given_is_nothing_right() -> None:
    assert match(ValueKind.CODE, "1", None).given is False


def test_a_line_is_right_only_as_a_whole_and_serves_once() -> None:
    line = Line(description="Pen, blue", quantity=Decimal(2), unit_price=Decimal("1.50"), net_amount=Decimal(3))

    assert line_right({"description": "pen blue", "quantity": 2, "amount": 3.0}, line)
    assert not line_right({"description": "pen blue", "quantity": 3}, line)
    assert right_lines([{"amount": 3.0}, {"amount": 3.0}], [line]) == 1


def an_outcome(*, right: bool, given: bool = True, confidence: float | None = 0.95) -> FieldResult:
    return FieldResult(wanted=1, answer="1", given=given, exact=right, right=right, like=right, confidence=confidence)


def a_result(name: str, **fields: FieldResult) -> DocumentResult:
    return DocumentResult(name=name, set_name="set", pages=1, fields=dict(fields))


def test_precision_counts_what_was_given_and_recall_what_is_known() -> None:
    results = [
        a_result("a", date=an_outcome(right=True)),
        a_result("b", date=an_outcome(right=False)),
        a_result("c", date=an_outcome(right=False, given=False, confidence=None)),
    ]

    figures = field_figures(results)["date"]

    assert figures.precision == 0.5
    assert figures.recall == pytest.approx(1 / 3)
    assert all_right(results) == 1


def test_figures_are_written_between_the_marks_of_a_page_and_nowhere_else() -> None:
    results = [a_result("a", date=an_outcome(right=True)), a_result("b", date=an_outcome(right=False))]
    page = "before\n<!-- figures: begin -->\nold\n<!-- figures: end -->\nafter\n"

    written = with_figures(page, results)

    assert "| set (2) | 1/2 |" in written
    assert "| 0.95 to 1.00 | 2 | 50.0 % |" in written
    assert "old" not in written
    assert written.startswith("before\n")
    assert written.endswith("\nafter\n")
    with pytest.raises(ValueError, match="figures"):
        with_figures("no marks", results)


def test_calibration_counts_by_bucket() -> None:
    results = [a_result(str(index), date=an_outcome(right=index > 0, confidence=0.97)) for index in range(4)]

    assert calibration(results) == [{"from": 0.95, "to": 1.0, "values": 4, "right": 0.75}]


def test_changes_name_what_got_worse_first() -> None:
    before = [a_result(name, date=an_outcome(right=name == "a")).as_json() for name in "ab"]
    for document in before:
        document["fields"]["date"]["answer"] = "0"
    now = [a_result(name, date=an_outcome(right=name == "b")) for name in "ab"]

    worse, better = changes(before, now)

    assert worse.startswith("  WORSE  set/a date")
    assert better.startswith("  better  set/b date")


def test_the_curve_never_falls_and_few_values_never_look_like_certainty() -> None:
    outcomes = [(0.1, False, 1.0), (0.2, True, 1.0), (0.3, False, 1.0), (0.9, True, 1.0), (0.9, True, 1.0)]

    shares = [share for _, share in curve_of(outcomes)]

    assert shares == sorted(shares)
    assert shares[-1] < 1


def test_a_set_is_estimated_by_models_that_do_not_know_it() -> None:
    """Set "b" is always wrong where the finder is sure: a model that had seen it would say so."""
    samples = [
        Sample(set_name=name, document=str(index), field="/currency", signals={"bias": 1.0, "finder": 3.0}, right=right)
        for name, right in (("a", True), ("b", False))
        for index in range(50)
    ]

    found = {sample.set_name: value for sample, value in estimates(samples)}

    assert found["b"] > 0.9
    assert found["a"] < 0.1


def samples_of_field(field: str, right: int, count: int, set_name: str = "a", **signals: float) -> list[Sample]:
    return [
        Sample(set_name=set_name, document=str(n), field=field, signals=signals, right=n < right) for n in range(count)
    ]


def test_a_field_is_unsure_when_its_values_are_wrong_too_often() -> None:
    often, seldom = samples_of_field("/seller/name", FEWEST - 5, FEWEST), samples_of_field("/currency", FEWEST, FEWEST)
    few = samples_of_field("/due_date", 1, 3)

    assert unsure_fields([*often, *seldom, *few]) == {"/seller/name"}


def test_the_values_of_an_unsure_field_lower_no_others_of_the_same_estimate() -> None:
    names, currencies = samples_of_field("/seller/name", 10, 30), samples_of_field("/currency", 30, 30)

    known = calibration_of({}, [(sample, 0.8) for sample in (*names, *currencies)])

    assert known.unsure == {"/seller/name"}
    assert settled(0.8, "/currency", {}, known) > 0.9
    assert settled(0.8, "/seller/name", {}, known) < 0.4


def test_a_value_that_the_extractor_would_doubt_is_doubted_in_the_check() -> None:
    known, left_out = samples_of_field("/issue_date", 30, 30), samples_of_field("/issue_date", 1, 1, "b", ambiguous=1.0)

    found = held_out([(sample, 0.99) for sample in (*known, *left_out)])

    assert [value < 0.9 for sample, value in found if sample.set_name == "b"] == [True]


@pytest.mark.parametrize(("meta", "known"), [({"printed_fields": []}, False), ({}, True)], ids=["an XML", "by eye"])
def test_a_cell_that_only_the_xml_states_is_no_sample(
    monkeypatch: pytest.MonkeyPatch, meta: dict[str, Any], known: bool
) -> None:
    document = printed(
        """
Description              Quantity     Price      Amount
Order picking                  28     10.50      288.75
                                      Total      288.75
"""
    )
    items = [{"description": "Order picking", "quantity": 27.5, "unit_price": 10.5, "amount": 288.75}]
    labelled = LabelledDocument(path=Path("a.pdf"), set_name="any", fields={"items": items}, meta=meta)
    monkeypatch.setattr("tests.evaluation.calibrate.read", lambda *_: (document, None))

    found = {sample.field for sample in samples_of(labelled, Way(ignore_xml=True), 1.0, WEIGHTS)}

    assert "/lines/*/net_amount" in found
    assert ("/lines/*/quantity" in found) is known


def test_fitting_finds_the_telling_feature() -> None:
    examples = [
        Example(
            name=str(index),
            group=str(index),
            candidates=[{"noise": index % 2}, {"label": 1.0, "noise": (index + 1) % 2}],
            values=["1", "2"],
            right=frozenset({1}),
            wanted="2",
        )
        for index in range(20)
    ]

    weights = fit(examples, {})

    assert weights["label"] > 1
    assert chosen(weights, examples[0])[0] == 1


def test_only_documents_with_their_file_count(tmp_path: Path) -> None:
    truth = {"file": "gone.pdf", "fields": {}, "meta": {}}
    (tmp_path / "gone.truth.json").write_text(json.dumps(truth))

    assert list(labelled_documents(tmp_path)) == []
    assert main([str(tmp_path)]) == 2


def test_files_of_xml_alone_say_nothing_of_how_pages_are_read(tmp_path: Path) -> None:
    for name in ("one.xml", "two.pdf"):
        (tmp_path / name).write_bytes(b"x")
        (tmp_path / f"{name}.truth.json").write_text(json.dumps({"file": name, "fields": {}, "meta": {}}))

    assert [document.name for document in with_pages(labelled_documents(tmp_path))] == ["two.pdf"]


def test_of_a_credit_note_read_from_its_page_the_sign_does_not_count_and_wrapped_items_do() -> None:
    document = printed(
        """
AVOIR N° 12
Description              Quantité    Prix unitaire     Montant
Tôle acier                   2            50,00        -100,00
  galvanisé
Carton                       1            20,00         -20,00
                                  Total HT             -120,00
"""
    )
    items = [
        {"description": "Tôle acier galvanisé", "quantity": 2, "unit_price": 50.0, "amount": 100.0},
        {"description": "Carton", "quantity": 1, "unit_price": 20.0, "amount": 20.0},
        {"description": "Not on the page", "quantity": 1},
    ]
    fields = {"document_type": "381", "amount_net": 120.0, "items": items}
    labelled = LabelledDocument(path=Path("avoir.pdf"), set_name="any", fields=fields, meta={})

    result = compared(labelled, Way(ignore_xml=True), extract_locally(document), document)

    assert result.fields["amount_net"].right
    assert (result.items_wanted, result.items_given, result.items_right) == (2, 2, 2)


def test_fitting_keeps_what_is_known_where_the_examples_are_silent() -> None:
    silent = Example(
        name="a", group="a", candidates=[{"first": 1.0}, {}], values=["1", "2"], right=frozenset({0}), wanted="1"
    )

    assert fit([silent], {"other_date": -3.0})["other_date"] == -3.0
