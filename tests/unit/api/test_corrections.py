"""What a correction does to data and evidence."""

import time
from decimal import Decimal
from typing import Any

import pytest

from functions.api.corrections import (
    InvalidDataError,
    carried_evidence,
    changed_values,
    ensure_possible,
    merged,
    standing_findings,
    summed_up,
)
from functions.api.models.review import Place
from shared.domain.document import Box, Source
from shared.domain.evidence import Alternative, Evidence
from shared.domain.finding_codes import FindingCode
from shared.domain.findings import Finding, Level, finding
from shared.domain.invoice import InvoiceData, Line, Party

SEEN = Evidence(page=1, box=Box(0, 0, 0.1, 0.1), text="x", confidence=0.8, source=Source.TESSERACT)
OLD = InvoiceData(
    invoice_number="A-1",
    total_amount=Decimal("10.00"),
    seller=Party(name="Acme"),
    lines=[Line(description="one"), Line(description="two"), Line(description="three")],
)


def test_a_patch_changes_what_it_names_and_null_clears() -> None:
    new = merged(OLD, {"total_amount": "12.00", "invoice_number": None, "seller": {"country": "DE"}})
    assert new.total_amount == Decimal("12.00")
    assert new.invoice_number is None
    assert new.seller == Party(name="Acme", country="DE")
    assert new.lines == OLD.lines


def test_whole_data_is_a_patch_too() -> None:
    assert merged(OLD, OLD.as_json()) == OLD


def test_each_fault_has_its_pointer() -> None:
    with pytest.raises(InvalidDataError) as caught:
        merged(OLD, {"lines": [{"quantity": "many"}], "currency": "12"})
    assert {detail["pointer"] for detail in caught.value.details or ()} == {"/lines/0/quantity", "/currency"}


@pytest.mark.parametrize(
    ("patch", "pointers"),
    [
        ({}, None),
        ({"invoice_number": "A-2", "seller": {"country": "DE"}, "payee": None}, None),
        ({"seller": {"nothing": None}, "no_more": None}, None),  # what is not there may be removed
        ({"attributes": 1}, {"/attributes"}),
        ({"seller": {"country": "Germany", "wrong": {}}}, {"/seller/wrong"}),
        ({"lines": [{"quantity": "1"}, {"wrong": None}]}, {"/lines/1/wrong"}),
        ({"lines": [{"quantity": "many"}], "currency": "12"}, {"/lines/0/quantity", "/currency"}),
        ({"lines": [{"attributes": [{"value": "red"}]}]}, {"/lines/0/attributes/0/name"}),  # a list lacks for good
        ({"seller": [1]}, {"/seller"}),
    ],
)
def test_what_no_invoice_can_take_is_told_without_one(patch: dict[str, Any], pointers: set[str] | None) -> None:
    if pointers is None:
        ensure_possible(patch)
        return
    with pytest.raises(InvalidDataError) as caught:
        ensure_possible(patch)
    assert {detail["pointer"] for detail in caught.value.details or ()} == pointers


def test_of_many_faults_the_first_are_told() -> None:
    for patch in ({f"k{number}": 1 for number in range(5000)}, {"lines": [{"quantity": "x"}] * 5000}):
        with pytest.raises(InvalidDataError) as caught:
            ensure_possible(patch)
        assert len(caught.value.details or ()) == 100


def test_changes_tell_old_and_new() -> None:
    changes = changed_values(OLD, merged(OLD, {"total_amount": "12.00"}))
    assert [change.as_json() for change in changes] == [{"pointer": "/total_amount", "from": "10.00", "to": "12.00"}]


def test_a_corrected_value_is_the_persons_and_the_others_keep_their_evidence() -> None:
    new = merged(OLD, {"total_amount": "12.00"})
    carried = carried_evidence(OLD, new, {"/total_amount": SEEN, "/seller/name": SEEN}, {})
    assert carried["/seller/name"] == SEEN
    assert carried["/total_amount"].source is Source.PERSON
    assert carried["/total_amount"].confidence == 1


def test_a_place_that_the_person_drew_is_kept() -> None:
    place = Place(page=2, box=Box(0.1, 0.2, 0.3, 0.4), text="12,00")
    carried = carried_evidence(OLD, merged(OLD, {"total_amount": "12.00"}), {}, {"/total_amount": place})
    assert (carried["/total_amount"].page, carried["/total_amount"].text) == (2, "12,00")


@pytest.mark.parametrize(
    ("source", "name", "text"),
    [
        (Source.TESSERACT, "Lidl", "LDL"),
        (Source.TEXT_LAYER, "Lidl", None),
        (Source.TESSERACT, "Warenhaus Nord", None),
    ],
)
def test_a_name_typed_over_what_ocr_read_alike_stands_there(source: Source, name: str, text: str | None) -> None:
    old = merged(OLD, {"seller": {"name": "LDL"}})
    read = SEEN.model_copy(update={"source": source, "text": "LDL"})
    carried = carried_evidence(old, merged(old, {"seller": {"name": name}}), {"/seller/name": read}, {})["/seller/name"]
    assert (carried.text, carried.box) == (text, SEEN.box if text else None)


def test_an_address_too_long_to_be_learned_is_not_compared_with_what_ocr_read() -> None:
    old = merged(OLD, {"seller": {"address": "a" * 301}})
    read = {"/seller/address": SEEN.model_copy(update={"text": "a" * 301})}
    carried = carried_evidence(old, merged(old, {"seller": {"address": "a" * 300}}), read, {})["/seller/address"]
    assert (carried.page, carried.text) == (None, None)


def test_taking_the_first_alternative_again_and_again_goes_round() -> None:
    others = tuple(
        Alternative(value=f"A-{n}", page=1, box=Box(0, 0, 0.1, 0.1), text="x", confidence=0.1) for n in (2, 3)
    )
    data, evidence = OLD, {"/invoice_number": SEEN.model_copy(update={"alternatives": others})}
    seen = []
    for _ in range(3):
        taken = evidence["/invoice_number"].alternatives[0]
        assert taken.page is not None
        assert taken.box is not None
        place = Place(page=taken.page, box=taken.box, text=taken.text)
        new = merged(data, {"invoice_number": taken.value})
        evidence, data = carried_evidence(data, new, evidence, {"/invoice_number": place}), new
        seen.append(taken.value)
    assert seen == ["A-2", "A-3", "A-1"]


def test_what_was_typed_without_a_place_is_offered_no_more() -> None:
    typed = carried_evidence(OLD, merged(OLD, {"invoice_number": "B"}), {"/invoice_number": SEEN}, {})
    again = carried_evidence(merged(OLD, {"invoice_number": "B"}), merged(OLD, {"invoice_number": "C"}), typed, {})
    assert [other.value for other in typed["/invoice_number"].alternatives] == ["A-1"]
    assert [other.value for other in again["/invoice_number"].alternatives] == ["A-1"]


def test_evidence_moves_with_its_line() -> None:
    evidence = {f"/lines/{n}/description": SEEN.model_copy(update={"text": str(n)}) for n in range(3)}
    without_first = [line.model_dump(mode="json") for line in OLD.lines[1:]]
    carried = carried_evidence(OLD, merged(OLD, {"lines": without_first}), evidence, {})
    assert carried["/lines/0/description"].text == "1"
    assert carried["/lines/1/description"].text == "2"


def test_a_line_edited_in_place_keeps_its_other_cells_evidence() -> None:
    lines = [line.model_dump(mode="json") for line in OLD.lines]
    lines[1]["quantity"] = "3"
    evidence = {"/lines/1/description": SEEN}
    carried = carried_evidence(OLD, merged(OLD, {"lines": lines}), evidence, {})
    assert carried["/lines/1/description"] == SEEN
    assert carried["/lines/1/quantity"].source is Source.PERSON


@pytest.mark.parametrize(
    ("before", "after", "from_lines"),
    [
        ("abc", "abc", [0, 1, 2]),
        ("abc", "bc", [1, 2]),
        ("abc", "xabc", [None, 0, 1, 2]),
        ("abc", "axc", [0, 1, 2]),
        ("abc", "cab", [2, 0, 1]),  # a moved line takes its evidence along
        ("abcd", "axd", [0, 1, 3]),
        ("abc", "axyc", [0, 1, None, 2]),
        ("aaaa", "axaya", [0, None, 1, 2, 3]),
        ("aaaaa", "axaya", [0, 1, 2, 3, 4]),  # lines that are alike: edited where they stand
        ("aab", "ab", [0, 2]),
        ("aa", "aaa", [0, 1, None]),
        ("", "ab", [None, None]),
        ("ab", "", []),
        ("abcdef", "bxdfe", [1, 2, 3, 5, 4]),
    ],
)
def test_a_line_has_the_evidence_of_the_line_it_was(before: str, after: str, from_lines: list[int | None]) -> None:
    old, new = (InvoiceData(lines=[Line(unit=one, quantity=Decimal(1)) for one in rows]) for rows in (before, after))
    evidence = {f"/lines/{n}/quantity": SEEN.model_copy(update={"text": str(n)}) for n in range(len(before))}
    carried = carried_evidence(old, new, evidence, {})
    found = [carried[f"/lines/{n}/quantity"] for n in range(len(after))]
    assert [int(one.text) if one.text else None for one in found] == from_lines


def test_many_lines_that_are_alike_take_no_longer_than_others() -> None:
    old = InvoiceData(lines=[Line(description="same")] * 5000)
    new = InvoiceData(lines=[Line(description="same")] * 2500 + [Line(unit="x")] + [Line(description="same")] * 2499)
    started = time.process_time()
    carried_evidence(old, new, {}, {})
    assert time.process_time() - started < 5  # about one; compared pair by pair, 15


def test_a_new_line_takes_no_evidence_of_the_one_it_pushed_down() -> None:
    lines = [{"description": "zero"}, *(line.model_dump(mode="json") for line in OLD.lines)]
    carried = carried_evidence(OLD, merged(OLD, {"lines": lines}), {"/lines/0/description": SEEN}, {})
    assert carried["/lines/0/description"].source is Source.PERSON
    assert carried["/lines/1/description"] == SEEN


class TestFindings:
    """What a correction leaves of the findings that were stored."""

    DAMAGED = finding(FindingCode.FILE_DAMAGED, Level.WARNING)
    DROPPED = finding(FindingCode.MODEL_VALUES_DROPPED, Level.WARNING, ["/lines"], count=2, fields=["/lines"])
    DISPUTED = finding(
        FindingCode.EXTRACTORS_DISAGREE,
        Level.WARNING,
        ["/total_amount"],
        field="/total_amount",
        model="10.00",
        local="70.00",
        kept="10.00",
    )
    NO_NUMBER = finding(FindingCode.BR_02, Level.WARNING, ["/invoice_number"])

    def left(self, patch: dict[str, object], *findings: Finding) -> list[str]:
        new = merged(OLD, patch)
        evidence = carried_evidence(OLD, new, {"/total_amount": SEEN}, {})
        stored = [one.model_dump(mode="json") for one in findings]
        return [str(one.code) for one in standing_findings(stored, new, evidence)]

    def test_what_is_about_the_document_stays(self) -> None:
        found = self.left({"invoice_number": "A-2"}, self.DAMAGED, self.DISPUTED, self.DROPPED)
        assert found == ["file-damaged", "extractors-disagree", "model-values-dropped"]

    def test_what_is_about_values_is_left_to_the_checks(self) -> None:
        assert self.left({"invoice_number": "A-2"}, self.NO_NUMBER) == []

    @pytest.mark.parametrize("total", ["12.00", None])
    def test_a_disputed_value_is_settled_once_a_person_has_given_or_removed_it(self, total: str | None) -> None:
        assert self.left({"total_amount": total}, self.DAMAGED, self.DISPUTED) == ["file-damaged"]

    def test_disputed_rows_are_settled_once_a_person_has_given_all_of_them(self) -> None:
        rows = finding(
            FindingCode.EXTRACTED_ROWS_DISAGREE, Level.WARNING, ["/lines"], rows="lines", model=3, local=4, same=3
        )
        assert self.left({"total_amount": "12.00"}, rows) == ["extracted-rows-disagree"]
        assert self.left({"lines": [{"description": "other"}]}, rows) == []

    def test_rows_of_older_versions_stay_as_they_are(self) -> None:
        stored = [
            {"code": "file-damaged", "level": "warning", "message": "Damaged.", "pointers": []},
            {"code": "no-longer-checked", "level": "warning", "message": "It was so.", "pointers": []},
            {"code": "BR-02", "level": "warning", "message": "No number.", "pointers": ["/invoice_number"]},
        ]
        found = standing_findings(stored, OLD, {})
        assert [(one.code, one.message, one.params) for one in found] == [
            ("file-damaged", "Damaged.", None),
            ("other", "It was so.", None),
        ]


def test_the_summary_is_written_again_from_the_corrected_values() -> None:
    stale = OLD.model_copy(update={"summary": "Document A-1 for 99.00."})
    assert (
        summed_up(stale, {}, []).summary == "Document A-1 from Acme for 10.00, 3 lines. The checks found nothing wrong."
    )


def test_a_summary_that_a_person_wrote_stays() -> None:
    own = OLD.model_copy(update={"summary": "Ask Ana."})
    by_person = {"/summary": Evidence(confidence=1.0, source=Source.PERSON)}
    assert summed_up(own, by_person, []).summary == "Ask Ana."


def test_booking_a_line_leaves_the_evidence_of_its_other_values() -> None:
    lines = OLD.as_json()["lines"]
    lines[1]["booking"] = {"account": "6280"}
    carried = carried_evidence(OLD, merged(OLD, {"lines": lines}), {"/lines/1/description": SEEN}, {})
    assert carried["/lines/1/description"] == SEEN
    assert carried["/lines/1/booking/account"].source is Source.PERSON


def test_a_booking_is_given_in_part_and_taken_back_in_part() -> None:
    booked = merged(OLD, {"booking": {"account": "6280", "category": "Media"}})
    assert booked.booking is not None
    assert booked.booking.given() == {"account": "6280", "category": "Media"}
    without = merged(booked, {"booking": {"account": None}})
    assert without.booking is not None
    assert without.booking.given() == {"category": "Media"}
    assert merged(booked, {"booking": None}).booking is None


@pytest.mark.parametrize("name", ["account", "cost_center", "tax_code", "category"])
def test_a_booking_is_a_short_text_of_a_known_name(name: str) -> None:
    with pytest.raises(InvalidDataError):
        ensure_possible({"booking": {name: "x" * 201}})
    with pytest.raises(InvalidDataError):
        ensure_possible({"lines": [{"booking": {name: "x" * 201}}]})
    with pytest.raises(InvalidDataError):
        ensure_possible({"booking": {f"{name}s": "x"}})
