"""What one invoice adds to the figures, and what a change of it adds."""

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from shared.domain.audit import AuditEventType
from shared.domain.figures import (
    COUNTED_COLUMNS,
    CountedValues,
    Figure,
    FigureKey,
    FigureKind,
    Figures,
    change_of_figures,
    counted_values,
    figures_of,
    figures_of_event,
    summed,
)
from shared.domain.lifecycle import Status

RECEIVED = datetime(2026, 1, 31, 23, 59, tzinfo=UTC)
CONFIRMED = datetime(2026, 2, 1, tzinfo=UTC)
NEW = CountedValues(status=Status.PROCESSING, created_at=RECEIVED)
READ = replace(
    NEW,
    status=Status.WAITING_VALIDATION,
    findings="warning",
    document_type="invoice",
    issue_date=date(2026, 1, 15),
    currency="EUR",
    net_amount=Decimal("10.00"),
    tax_amount=Decimal("2.10"),
    total_amount=Decimal("12.10"),
    seller_name="Acme",
)
DONE = replace(READ, status=Status.PROCESSED, confirmed_at=CONFIRMED)


def _kinds(invoice: CountedValues) -> set[FigureKind]:
    return {key.kind for key in figures_of(invoice)}


def test_a_new_invoice_is_listed_and_received() -> None:
    assert figures_of(NEW) == {
        FigureKey(kind=FigureKind.LISTED, status="processing", findings="none"): Figure(count=1),
        FigureKey(kind=FigureKind.RECEIVED, day=date(2026, 1, 31)): Figure(count=1),
    }


def test_a_confirmed_invoice_is_in_every_figure_of_confirmed_ones() -> None:
    amounts = Figure(count=1, net_amount=Decimal("10.00"), tax_amount=Decimal("2.10"), total_amount=Decimal("12.10"))
    state = FigureKey(kind=FigureKind.LISTED, status="processed", findings="warning", currency="EUR")
    assert figures_of(DONE) == {
        state: amounts,
        state._replace(kind=FigureKind.ISSUED, day=date(2026, 1, 15)): amounts,
        FigureKey(kind=FigureKind.RECEIVED, day=date(2026, 1, 31)): Figure(count=1),
        FigureKey(kind=FigureKind.CONFIRMED, day=date(2026, 2, 1), currency="EUR", label="2026-01"): Figure(
            count=1, untouched=1, total_amount=Decimal("12.10")
        ),
        FigureKey(kind=FigureKind.SELLER, day=date(2026, 2, 1), currency="EUR", label="Acme"): Figure(
            count=1, untouched=1, total_amount=Decimal("12.10")
        ),
    }


@pytest.mark.parametrize(
    ("changed", "missing"),
    [
        ({"issue_date": None}, {FigureKind.ISSUED}),
        ({"seller_name": None}, {FigureKind.SELLER}),
        ({"total_amount": None}, {FigureKind.SELLER}),
        ({"status": Status.REJECTED}, {FigureKind.CONFIRMED, FigureKind.SELLER}),
        ({"confirmed_at": None}, {FigureKind.CONFIRMED, FigureKind.SELLER}),
    ],
)
def test_what_is_missing_has_no_figure(changed: dict[str, object], missing: set[FigureKind]) -> None:
    assert _kinds(DONE.after(changed)) - _kinds(READ) == {FigureKind.CONFIRMED, FigureKind.SELLER} - missing
    assert (FigureKind.ISSUED in _kinds(DONE.after(changed))) == (FigureKind.ISSUED not in missing)


def test_an_invoice_without_a_total_is_confirmed_in_no_month() -> None:
    (label,) = {key.label for key in figures_of(DONE.after({"total_amount": None})) if key.kind is FigureKind.CONFIRMED}
    assert label == ""


def test_an_invoice_without_a_date_belongs_to_the_month_of_its_confirmation() -> None:
    (label,) = {key.label for key in figures_of(DONE.after({"issue_date": None})) if key.kind is FigureKind.CONFIRMED}
    assert label == "2026-02"


@pytest.mark.parametrize("printed", ["12.10", "-12.10"])
def test_a_credit_note_is_subtracted_whichever_sign_it_has(printed: str) -> None:
    note = DONE.after({"document_type": "credit_note", "total_amount": Decimal(printed)})
    assert {one.total_amount for one in figures_of(note).values() if one.total_amount} == {Decimal("-12.10")}


def test_a_change_moves_an_invoice_from_one_figure_to_another() -> None:
    assert {key: one.count for key, one in change_of_figures(NEW, READ).items()} == {
        FigureKey(kind=FigureKind.LISTED, status="processing", findings="none"): -1,
        FigureKey(kind=FigureKind.LISTED, status="waiting_validation", findings="warning", currency="EUR"): 1,
        FigureKey(
            kind=FigureKind.ISSUED,
            status="waiting_validation",
            day=date(2026, 1, 15),
            findings="warning",
            currency="EUR",
        ): 1,
        FigureKey(kind=FigureKind.WAITING, day=date(2026, 1, 31), currency="EUR"): 1,
    }


def test_a_change_of_nothing_that_is_counted_adds_nothing() -> None:
    assert change_of_figures(NEW, NEW.after({"stage": "extract", "progress": 70})) == {}


def test_changes_add_up_to_the_last_state() -> None:
    states = [None, NEW, READ, DONE, READ.after({"corrected": True}), None]
    changes = [change_of_figures(old, new) for old, new in itertools.pairwise(states)]
    assert summed(changes[:3]) == figures_of(DONE)
    assert summed(changes) == {}


def test_a_row_is_counted_by_its_counted_columns_alone() -> None:
    row = {name: getattr(DONE, name) for name in COUNTED_COLUMNS}
    assert counted_values({**row, "filename": "a.pdf"}) == DONE


# Events


def _of_event(type_: AuditEventType, data: dict[str, Any] | None = None) -> Figures:
    return figures_of_event(type_, data, actor="ana", at=RECEIVED)


@pytest.mark.parametrize("type_", [AuditEventType.CONFIRMED, AuditEventType.REJECTED])
def test_a_decision_is_counted_for_the_person_and_the_day(type_: AuditEventType) -> None:
    key = FigureKey(kind=FigureKind.PERSON, status=type_, day=date(2026, 1, 31), label="ana")
    assert _of_event(type_) == {key: Figure(count=1)}


def test_a_correction_is_counted_by_its_fields() -> None:
    day = date(2026, 1, 31)
    assert _of_event(AuditEventType.CORRECTED, {"fields": ["/iban", "/lines/quantity"]}) == {
        FigureKey(kind=FigureKind.FIELD, day=day, label="/iban"): Figure(count=1),
        FigureKey(kind=FigureKind.FIELD, day=day, label="/lines/quantity"): Figure(count=1),
        FigureKey(kind=FigureKind.PERSON, status="corrected", day=day, label="ana"): Figure(count=2),
    }


@pytest.mark.parametrize("data", [None, {}, {"fields": None}, {"fields": []}])
def test_a_correction_that_names_no_field_adds_nothing(data: dict[str, Any] | None) -> None:
    assert _of_event(AuditEventType.CORRECTED, data) == {}


def test_what_the_machine_and_nobody_decided_adds_nothing() -> None:
    assert _of_event(AuditEventType.OCR_FINISHED) == _of_event(AuditEventType.REOPENED) == {}
