"""The Python client against the real stack, faults included."""

import asyncio
import os
import threading
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from invoices_client import (
    NO_RETRIES,
    AsyncInvoices,
    BadRequestError,
    ConflictError,
    ForbiddenError,
    Invoice,
    Invoices,
    NoDataError,
    NotFoundError,
    NotReachableError,
    Retries,
    ServerError,
    UnauthenticatedError,
    UploadRefusedError,
    VersionMismatchError,
)
from invoices_client.models import ErrorCode, Status
from tests.clients.samples import SAMPLES, distinct
from tests.support.faulty_server import Answer, Cut, FaultyServer, LostAnswer
from tests.support.stack import RunningStack

pytestmark = [pytest.mark.stack, pytest.mark.timeout(600)]

QUICK = Retries(attempts=4, first_wait=0.05)


def ready(invoices: Invoices, marker: str) -> int:
    return invoices.upload(distinct(marker), name=f"{marker}.xml").wait().id


def test_an_invoice_goes_in_and_its_data_comes_out(invoices: Invoices, tmp_path: Path) -> None:
    content = (SAMPLES / "design-studio-en.pdf").read_bytes() + b"\n% of the Python client\n"
    invoice = invoices.upload(content, name="design-studio-en.pdf").wait()
    assert invoice.status is Status.WAITING_VALIDATION
    assert isinstance(invoice.data.total_amount, Decimal)
    corrected = invoice.correct({"buyer_reference": "PO 7", "notes": None})
    assert (corrected.data.buyer_reference, corrected.version) == ("PO 7", invoice.version + 1)
    confirmed = corrected.confirm()
    assert confirmed.status is Status.PROCESSED
    assert confirmed.final_data == confirmed.data
    assert [event.type for event in invoices.trail(invoice.id)][-2:] == ["corrected", "confirmed"]
    assert invoice.download(tmp_path / "back.pdf").read_bytes() == content
    found = next(one for one in invoices.confirmed() if one.invoice_id == invoice.id)
    assert found.total_amount == invoice.data.total_amount
    marked = confirmed.mark_exported("ERP 12")
    assert (marked.exported_reference, marked.exported_at is not None) == ("ERP 12", True)


def test_a_decision_about_an_older_version_is_refused(invoices: Invoices) -> None:
    seen = invoices.get(ready(invoices, "older-version"))
    seen.correct({"buyer_reference": "first"})
    decisions: list[Callable[[], Invoice]] = [
        seen.confirm,
        seen.reject,
        lambda: seen.correct({"buyer_reference": "second"}),
    ]
    for decide in decisions:
        with pytest.raises(VersionMismatchError) as caught:
            decide()
        assert caught.value.code is ErrorCode.VERSION_MISMATCH
    assert seen.refresh().data.buyer_reference == "first"


def test_a_bad_value_is_named(invoices: Invoices) -> None:
    with pytest.raises(BadRequestError) as caught:
        invoices.get(ready(invoices, "bad-value")).correct({"total_amount": "1e3"})
    assert caught.value.code is ErrorCode.INVALID_DATA
    assert [one["pointer"] for one in caught.value.details] == ["/total_amount"]
    assert caught.value.request_id


def test_open_findings_are_told(invoices: Invoices) -> None:
    seen = invoices.get(ready(invoices, "open-findings")).correct({"total_amount": "1.00"})
    with pytest.raises(ConflictError) as caught:
        seen.confirm(only_if="no-errors")
    assert "BR-CO-15" in [one["code"] for one in caught.value.details]
    assert seen.refresh().status is Status.WAITING_VALIDATION


def test_what_could_not_be_read_has_no_data_and_says_why(invoices: Invoices) -> None:
    invoice = invoices.upload(SAMPLES / "bad" / "encrypted.pdf").wait()
    assert invoice.status is Status.FAILED
    with pytest.raises(NoDataError, match="password"):
        _ = invoice.data


def test_a_file_that_is_no_invoice_is_refused_with_its_reason(invoices: Invoices) -> None:
    with pytest.raises(UploadRefusedError) as caught:
        invoices.upload(b"hello", name="note.txt")
    assert caught.value.code is ErrorCode.UNSUPPORTED_TYPE


def test_a_file_above_the_limit_is_refused_though_its_body_was_still_being_sent(invoices: Invoices) -> None:
    with pytest.raises((UploadRefusedError, BadRequestError)) as caught:
        invoices.upload(b"%PDF-1.7\n" + bytes(9_000_000), name="large.pdf")
    assert "large" in str(caught.value)


def test_a_list_longer_than_a_page_is_read_whole(invoices: Invoices) -> None:
    made = {ready(invoices, f"paged-{number}") for number in range(5)}
    rows = list(invoices.find(search="paged-", per_page=2))
    assert {row.id for row in rows} == made
    assert len(rows) == 5
    assert invoices.count(search="paged-").waiting_validation == 5


def test_each_change_arrives(url: str, key: str, invoices: Invoices) -> None:
    seen: list[int] = []
    started = threading.Event()

    def follow() -> None:
        with Invoices(url, key) as follower:
            changes = follower.changes()
            started.set()
            for change in changes:
                if change.invoice is not None:
                    seen.append(change.invoice.invoice_id)
                    if change.invoice.status is Status.WAITING_VALIDATION:
                        return

    thread = threading.Thread(target=follow, daemon=True)
    thread.start()
    started.wait(10)
    while thread.is_alive() and len(seen) < 50:
        made = ready(invoices, f"followed-{os.urandom(4).hex()}")
        thread.join(1)
    assert not thread.is_alive()
    assert seen[-1] <= made


def test_a_wrong_key_and_a_key_without_the_role_are_told_apart(
    url: str, guarded_stack: RunningStack, invoices: Invoices
) -> None:
    made = ready(invoices, "roles")
    with Invoices(url, "inv_of-nobody") as nobody, pytest.raises(UnauthenticatedError) as unknown:
        nobody.get(made)
    assert "inv_of-nobody" not in repr(unknown.value)
    with Invoices(url, guarded_stack.new_key("only reads", "viewer")) as viewer:
        assert viewer.get(made).id == made
        for forbidden in (lambda: viewer.confirm(made), lambda: viewer.upload(distinct("viewer"), name="v.xml")):
            with pytest.raises(ForbiddenError):
                forbidden()


def test_an_unknown_invoice_is_not_found(invoices: Invoices) -> None:
    with pytest.raises(NotFoundError) as caught:
        invoices.get(999_999)
    assert caught.value.code is ErrorCode.INVOICE_NOT_FOUND


# Faults


def test_a_server_that_is_away_is_not_reachable() -> None:
    with Invoices("http://127.0.0.1:9", "inv_key", retries=NO_RETRIES) as away, pytest.raises(NotReachableError):
        away.me()


def test_an_upload_that_is_cut_in_its_middle_arrives_once(faulty: FaultyServer, key: str) -> None:
    content = distinct("cut") + bytes(300_000).replace(b"\0", b" ")
    faulty.faults += [Cut(after=100_000), Cut(after=1)]
    with Invoices(faulty.url, key, retries=QUICK) as invoices:
        upload = invoices.upload(content, name="cut.xml")
        assert not upload.is_duplicate
        assert [row.id for row in invoices.find(search="cut.xml")] == [upload.invoice_id]
    assert len([one for one in faulty.received if one.method == "POST"]) == 3


def test_an_upload_whose_answer_is_lost_arrives_once(faulty: FaultyServer, key: str) -> None:
    faulty.faults += [LostAnswer(), LostAnswer()]
    with Invoices(faulty.url, key, retries=QUICK) as invoices:
        upload = invoices.upload(distinct("lost-answer"), name="lost-answer.xml")
        assert [row.id for row in invoices.find(search="lost-answer.xml")] == [upload.invoice_id]


def test_a_refusal_for_now_is_waited_out(faulty: FaultyServer, key: str) -> None:
    body = b'{"error": "Too much at once.", "code": "too-many-at-once", "request_id": "r"}'
    faulty.faults += [Answer(status=429, body=body, headers={"Retry-After": "1"}), Answer(status=503, body=body)]
    pauses: list[float] = []
    with Invoices(faulty.url, key, pause=pauses.append) as invoices:
        assert invoices.me().name == "clients"
    assert pauses[0] >= 1


def test_a_fault_that_stays_is_told_after_the_last_attempt(faulty: FaultyServer, key: str) -> None:
    body = b'{"error": "The database is away.", "code": "unavailable", "request_id": "r-9"}'
    faulty.faults += [Answer(status=503, body=body)] * 4
    with Invoices(faulty.url, key, retries=QUICK) as invoices, pytest.raises(ServerError) as caught:
        invoices.me()
    assert (caught.value.request_id, len(faulty.received)) == ("r-9", 4)


def test_a_decision_whose_answer_is_lost_is_not_sent_twice(faulty: FaultyServer, key: str, invoices: Invoices) -> None:
    made = ready(invoices, "lost-decision")
    with Invoices(faulty.url, key, retries=QUICK) as unlucky:
        seen = unlucky.get(made)
        faulty.faults.append(LostAnswer())
        with pytest.raises(Exception, match="connection"):
            seen.confirm()
    assert len([one for one in faulty.received if one.method == "POST"]) == 1
    assert invoices.get(made).status is Status.PROCESSED


# The other face


def test_the_asynchronous_client_reads_several_at_once(url: str, key: str) -> None:
    async def use() -> list[Status]:
        async with AsyncInvoices(url, key) as invoices:
            uploads = [await invoices.upload(distinct(f"async-{n}"), name=f"async-{n}.xml") for n in range(3)]
            read = await asyncio.gather(*(upload.wait() for upload in uploads))
            rows = [row async for row in invoices.find(search="async-", per_page=2)]
            assert {row.id for row in rows} == {one.id for one in read}
            return [one.status for one in read]

    assert asyncio.run(use()) == [Status.WAITING_VALIDATION] * 3
