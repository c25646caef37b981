"""What is stored and sent comes back as it was; whatever else comes is refused in the way that is told."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from shared.domain.cloud_events import InvalidEventError, invoice_id_of, parse_event, stage_event
from shared.domain.document import (
    Box,
    DocumentText,
    EInvoiceXml,
    Page,
    Source,
    Word,
    dump_document_text,
    load_document_text,
)
from shared.domain.evidence import Evidence
from shared.domain.invoice import InvoiceData, all_operation_codes, code_keys
from shared.domain.lifecycle import Stage
from shared.domain.normalising import normalised_code
from tests.support.messages import message

# Documents and evidence

shares = st.floats(0, 1)
boxes = st.builds(Box, shares, shares, shares, shares)
texts = st.text(max_size=20)
words = st.builds(Word, text=texts, box=boxes, confidence=shares)
pages = st.builds(
    Page,
    number=st.integers(1, 300),
    width=st.floats(1, 20_000),
    height=st.floats(1, 20_000),
    source=st.sampled_from(Source),
    rotation=st.sampled_from((0, 90, 180, 270)),
    words=st.lists(words, max_size=4).map(tuple),
)
einvoices = st.none() | st.builds(EInvoiceXml, name=st.none() | texts, content=texts)
documents = st.builds(DocumentText, pages=st.lists(pages, max_size=3).map(tuple), einvoice=einvoices)


@given(documents)
def test_a_document_s_text_comes_back_as_it_was_stored(document: DocumentText) -> None:
    stored = dump_document_text(document)
    assert load_document_text(stored) == document
    assert dump_document_text(load_document_text(stored)) == stored


@given(st.binary(max_size=100) | texts.map(str.encode))
def test_what_is_no_document_s_text_is_a_validation_error(content: bytes) -> None:
    with pytest.raises(ValidationError):
        load_document_text(content)


@given(
    page=st.none() | st.integers(1, 300),
    box=st.none() | boxes,
    text=st.none() | texts,
    confidence=shares,
    source=st.sampled_from(Source),
)
def test_evidence_comes_back_as_it_was_stored(**fields: Any) -> None:
    evidence = Evidence(**fields)
    assert Evidence.model_validate(evidence.model_dump(mode="json")) == evidence
    assert Evidence.model_validate_json(evidence.model_dump_json()) == evidence


@given(confidence=st.floats().filter(lambda value: not 0 <= value <= 1))
def test_no_evidence_is_surer_than_sure(confidence: float) -> None:
    with pytest.raises(ValidationError):
        Evidence(confidence=confidence, source=Source.XML)


# Dates, amounts, codes


@given(st.dates())
def test_a_date_comes_back_as_it_went_in(day: date) -> None:
    data = InvoiceData(issue_date=day)
    assert data.as_json()["issue_date"] == day.isoformat()
    assert InvoiceData.model_validate(data.as_json()) == data


@given(st.text(max_size=30) | st.from_regex(r"\A[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}\Z"))
def test_a_text_is_a_date_nothing_or_refused(written: str) -> None:
    try:
        day = InvoiceData.model_validate({"issue_date": written}).issue_date
    except ValidationError:
        return
    assert (day is None) == (not written.strip())


@given(st.decimals(allow_nan=True, allow_infinity=True) | st.floats() | st.text(max_size=30))
def test_an_amount_is_one_that_the_database_keeps_or_is_refused(given_amount: Any) -> None:
    try:
        amount = InvoiceData.model_validate({"total_amount": given_amount}).total_amount
    except ValidationError:
        return
    if amount is not None:
        assert amount.is_finite()
        assert abs(amount) < Decimal(10) ** 12
        assert amount == amount.quantize(Decimal("0.00000001"))
        assert Decimal(InvoiceData(total_amount=amount).as_json()["total_amount"]) == amount


@given(st.text(max_size=40))
def test_a_code_is_compared_without_what_people_write_differently(code: str) -> None:
    normal = normalised_code(code)
    assert normalised_code(f" {code}-") == normal
    assert code_keys(code) == code_keys(f".{code} ")
    assert all(key and normal.endswith(key) for key in code_keys(code))


@given(st.lists(st.text("AB1 -", min_size=1, max_size=4).filter(str.strip), max_size=6))
def test_each_code_is_returned_once_in_order(codes: list[str]) -> None:
    told = all_operation_codes(InvoiceData(operation_codes=codes))
    assert len(told) == len(set(told))
    assert told == sorted(told, key=[code.strip() for code in codes].index)


# Events and the ids that they name


@given(
    stage=st.sampled_from(Stage),
    invoice_id=st.integers(1, 10**18 - 1),
    pages=st.integers(1, 10**6),
    time=st.datetimes(timezones=st.just(UTC)),
    request_id=st.none() | st.text(max_size=128),
    traceparent=st.none() | st.text(max_size=100),
)
def test_an_event_survives_its_list(
    stage: Stage, invoice_id: int, pages: int, time: datetime, request_id: str | None, traceparent: str | None
) -> None:
    owed = message(stage, pages=pages, at=time)
    event = stage_event(invoice_id, owed, request_id=request_id, traceparent=traceparent)
    assert parse_event(event.dump()) == event
    assert invoice_id_of(event.subject) == invoice_id


@given(st.text(max_size=30) | st.integers().map("invoices/{}".format) | st.integers() | st.none())
def test_a_subject_names_an_invoice_or_is_refused(subject: object) -> None:
    try:
        invoice_id = invoice_id_of(subject)
    except InvalidEventError:
        return
    assert subject == f"invoices/{invoice_id}"


@given(st.text(max_size=200) | st.binary(max_size=200))
def test_what_is_no_event_is_refused(message: bytes | str) -> None:
    with pytest.raises(InvalidEventError):
        parse_event(message)
