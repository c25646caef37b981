"""Sellers on MariaDB: the same whoever confirms at the same time, recalled by indexes, and made anew like they grew."""

import random
import secrets
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, insert, select, text, update
from sqlalchemy import delete as delete_rows

from functions.api import decisions
from functions.api.seller_records import seller_records
from shared.adapters import seller_changes
from shared.adapters.answers import answer_columns
from shared.adapters.database import database_now, in_transaction, transaction
from shared.adapters.figures import COUNTED, add_to_figures
from shared.adapters.invoice_rows import insert_invoice, write_columns
from shared.adapters.invoice_store import SqlInvoiceStore
from shared.adapters.lessons import recall
from shared.adapters.recount import differences, repair
from shared.adapters.relearning import Relearned, relearn
from shared.adapters.seller_changes import SellerChanges, SellerNotFoundError
from shared.adapters.seller_history import seller_history
from shared.adapters.sellers import hold, keys_in, make_seller
from shared.adapters.tables import figures, invoices, seller_events, seller_keys, seller_lessons, sellers
from shared.domain.document import Box, Source
from shared.domain.evidence import Evidence
from shared.domain.figures import FigureKind, change_of_figures, counted_values
from shared.domain.invoice import InvoiceData
from shared.domain.lifecycle import InvalidStateError, Status
from shared.domain.memory.seller_memory import MOST_LESSONS, SellerMarks
from shared.domain.sellers import SellerKeyKind, keys_of
from shared.pipeline.reviews import InvoiceNotFoundError
from tests.support.known_seller import confirmed_by_nobody
from tests.support.reads import rows_read
from tests.support.stack import eventually

pytestmark = pytest.mark.servers

NORTE = {"name": "Imprenta Norte S.L.", "vat_id": "ESB12345678"}
PLACED = Evidence(page=1, box=Box(0.1, 0.1, 0.3, 0.12), text="x", confidence=0.9, source=Source.TEXT_LAYER)


def waiting(engine: Engine, seller: dict[str, Any], **values: Any) -> int:
    """An invoice of this seller that waits for a person."""
    data = InvoiceData.model_validate({"seller": seller, "currency": "EUR", "total_amount": "121", **values})
    with transaction(engine) as connection:
        now = database_now(connection)
        times = dict.fromkeys(("enqueued_at", "created_at", "updated_at"), now)
        file = {"filename": "a.pdf", "content_type": "application/pdf", "size": 1, "sha256": secrets.token_hex(32)}
        invoice_id = insert_invoice(connection, {**file, **times, "status": Status.WAITING_VALIDATION})
        write_columns(connection, invoice_id, answer_columns(data, {"/seller/name": PLACED}, []))
        counted = connection.execute(select(*COUNTED).where(invoices.c.id == invoice_id)).mappings().one()
        add_to_figures(connection, change_of_figures(None, counted_values(counted)))
        return invoice_id


def confirm(engine: Engine, invoice_id: int, *, teaches: bool = True) -> None:
    rule = decisions.confirm if teaches else confirmed_by_nobody
    SqlInvoiceStore(engine).decide(invoice_id, actor="ana" if teaches else "auto", rule=rule)


def confirmed(engine: Engine, seller: dict[str, Any], **values: Any) -> int:
    invoice_id = waiting(engine, seller, **values)
    confirm(engine, invoice_id)
    return invoice_id


def reopen(engine: Engine, invoice_id: int) -> None:
    SqlInvoiceStore(engine).decide(invoice_id, actor="ana", rule=lambda invoice: decisions.reopen(invoice, None))


def delete(engine: Engine, *invoice_ids: int) -> None:
    SqlInvoiceStore(engine).remove(
        invoice_ids, actor="ana", untouched_since=None, erase=lambda _: None, release=lambda _: None
    )


def known(connection: Connection) -> dict[str, Any]:
    """Everything that is known of sellers, under their ids."""
    record = ("id", "name", "country", "origin", "invoices", "is_kept", "merged_into", "renamed_after")
    return {
        "sellers": connection.execute(select(*(sellers.c[name] for name in record)).order_by(sellers.c.id)).all(),
        "keys": connection.execute(select(seller_keys).order_by(*seller_keys.primary_key)).all(),
        "lessons": connection.execute(select(seller_lessons).order_by(seller_lessons.c.invoice_id)).all(),
        "invoices": connection.execute(
            select(invoices.c.id, invoices.c.seller_id, invoices.c.seller_name)
            .where(invoices.c.status == Status.PROCESSED)
            .order_by(invoices.c.id)
        ).all(),
    }


def assert_consistent(engine: Engine) -> None:
    """The counts are those of the lessons, invoices are called as their sellers, and the figures are right."""
    with transaction(engine) as connection:
        found = known(connection)
        assert differences(connection) == {}
    counted: dict[tuple[int, str, str], int] = {}
    for lesson in found["lessons"]:
        for key in keys_in(lesson.keys):
            place = (lesson.seller_id, key.kind.value, key.printed)
            counted[place] = counted.get(place, 0) + 1
    assert {(one.seller_id, one.kind, one.printed): one.invoices for one in found["keys"] if not one.is_kept} == counted
    names = {one.id: one.name for one in found["sellers"] if one.renamed_after is None}
    for one in found["sellers"]:
        assert one.invoices == sum(lesson.seller_id == one.id for lesson in found["lessons"])
        assert one.invoices or one.is_kept, one
    owners = {one.invoice_id: one.seller_id for one in found["lessons"]}
    for one in found["invoices"]:
        assert one.seller_id == owners.get(one.id)
        assert one.seller_name == names.get(one.seller_id, one.seller_name)


def settle(engine: Engine) -> None:
    assert SellerChanges(engine=engine).settle(seconds=60)


def seller_ids(engine: Engine) -> list[int]:
    with transaction(engine) as connection:
        return list(connection.scalars(select(sellers.c.id).order_by(sellers.c.id)))


def queries_running(engine: Engine) -> int:
    """Of others in this database: those that wait for locks stay."""
    with transaction(engine) as connection:
        others = text(
            "SELECT COUNT(*) FROM information_schema.PROCESSLIST"
            " WHERE COMMAND = 'Query' AND DB = DATABASE() AND ID <> CONNECTION_ID()"
        )
        return int(connection.execute(others).scalar_one())


def called(engine: Engine) -> dict[int, tuple[int | None, str | None]]:
    """The seller and the name of each invoice."""
    with transaction(engine) as connection:
        rows = connection.execute(select(invoices.c.id, invoices.c.seller_id, invoices.c.seller_name))
        return {row.id: (row.seller_id, row.seller_name) for row in rows}


def figure_names(engine: Engine) -> set[str]:
    with transaction(engine) as connection:
        return set(connection.scalars(select(figures.c.label).where(figures.c.kind == FigureKind.SELLER)))


def events_of(engine: Engine, seller_id: int) -> list[tuple[str, str, Any]]:
    columns = (seller_events.c.type, seller_events.c.actor, seller_events.c.data)
    with transaction(engine) as connection:
        rows = connection.execute(select(*columns).where(seller_events.c.seller_id == seller_id))
        return [(row.type, row.actor, row.data) for row in rows]


def test_many_who_confirm_first_invoices_of_one_seller_at_once_make_one_record(engine: Engine) -> None:
    ids = [waiting(engine, NORTE) for _ in range(16)]
    together = threading.Barrier(8)

    def work(mine: list[int]) -> None:
        together.wait(20)
        for invoice_id in mine:
            confirm(engine, invoice_id)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(work, (ids[start::8] for start in range(8))))
    with transaction(engine) as connection:
        (seller,) = known(connection)["sellers"]
    assert seller.invoices == 16
    assert_consistent(engine)


def test_reviewers_of_many_sellers_who_confirm_reopen_and_delete_at_once_meet_no_deadlock(engine: Engine) -> None:
    """An UnavailableError, which a deadlock becomes, fails the test."""
    of_group = [
        {"name": name, "vat_id": vat_id}
        for name in ("Alfa GmbH", "Beta GmbH", "Alfa")
        for vat_id in ("DE111111111", "DE222222222", None)
    ]
    chance = random.Random(3)
    ids = [waiting(engine, chance.choice(of_group)) for _ in range(24)]
    together = threading.Barrier(8)

    def work(number: int) -> None:
        mine = random.Random(number)
        together.wait(20)
        for _ in range(25):
            invoice_id = mine.choice(ids)
            try:
                if mine.random() < 0.05:
                    delete(engine, *mine.sample(ids, 3))
                elif mine.random() < 0.5:
                    confirm(engine, invoice_id, teaches=mine.random() < 0.8)
                else:
                    reopen(engine, invoice_id)
            except (InvoiceNotFoundError, InvalidStateError):
                pass  # somebody was faster

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(work, range(8)))
    settle(engine)
    assert_consistent(engine)


def test_what_an_invoice_taught_is_recalled_for_the_next_document_and_no_more_once_it_is_reopened(
    engine: Engine,
) -> None:
    first = confirmed(engine, NORTE)
    unknown, marks = InvoiceData(), SellerMarks(tax=("812345678",))
    with transaction(engine) as connection:
        memory = recall(connection, marks, unknown)
    assert memory is not None
    assert [one.value for lesson in memory.lessons for one in lesson.learned] == ["Imprenta Norte S.L."]
    reopen(engine, first)
    with transaction(engine) as connection:
        assert recall(connection, marks, unknown) is None


def test_marks_of_several_sellers_leave_it_to_the_first_answer(engine: Engine) -> None:
    confirmed(engine, NORTE)
    confirmed(engine, {"name": "Sur", "vat_id": "ESB87654321"})
    both = SellerMarks(tax=("812345678", "887654321"))
    with transaction(engine) as connection:
        assert recall(connection, both, InvoiceData()) is None
        read = InvoiceData.model_validate({"seller": {"name": "Sur"}})
        memory = recall(connection, both, read)
    assert memory is not None
    assert [one.value for one in memory.lessons[0].learned] == ["Sur"]


@pytest.mark.parametrize(("postcode", "is_recalled"), [("28013", True), ("28014", False)])
def test_a_document_whose_name_and_one_figure_were_misread_is_recalled_by_its_post_code(
    engine: Engine, postcode: str, is_recalled: bool
) -> None:
    confirmed(engine, {**NORTE, "address": "Calle Mayor 1, 28013 Madrid"})
    seller = {"name": "lmprcnta Nrte", "vat_id": "ESB12345671", "address": f"Calle Mayor 1, {postcode} Madrid"}
    read = InvoiceData.model_validate({"seller": seller})
    with transaction(engine) as connection:
        assert (recall(connection, SellerMarks(), read) is not None) == is_recalled


def test_only_the_newest_lessons_are_recalled_and_a_broken_one_is_left_out(engine: Engine) -> None:
    ids = [confirmed(engine, NORTE) for _ in range(3)]
    with transaction(engine) as connection:
        of_last = seller_lessons.c.invoice_id == ids[-1]
        connection.execute(update(seller_lessons).where(of_last).values(lesson={"layout": "no layout"}))
        memory = recall(connection, SellerMarks(names=("1mprentan0rte",)), InvoiceData())
        assert memory is not None
        assert len(memory.lessons) == 2
        row = connection.execute(select(seller_lessons).where(seller_lessons.c.invoice_id == ids[0])).mappings().one()
    for _ in range(MOST_LESSONS):
        other = waiting(engine, NORTE)
        with transaction(engine) as connection:
            connection.execute(update(invoices).where(invoices.c.id == other).values(status=Status.PROCESSED))
            connection.execute(seller_lessons.insert(), {**row, "invoice_id": other})
    with transaction(engine) as connection:
        memory = recall(connection, SellerMarks(tax=("812345678",)), InvoiceData())
    assert memory is not None
    assert len(memory.lessons) == MOST_LESSONS


# What people do with sellers


@pytest.fixture
def changes(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> SellerChanges:
    """Batches of two invoices."""
    monkeypatch.setattr(seller_changes, "BATCH", 2)
    return SellerChanges(engine=engine)


def test_a_list_tells_how_often_the_newest_invoices_were_right_and_when_the_last_one_is_of(engine: Engine) -> None:
    first, *_, last = [confirmed(engine, NORTE, issue_date=f"2026-10-{day:02}") for day in (3, 9, 5)]
    confirmed(engine, {"name": "Other Ltd"})
    with transaction(engine) as connection:
        connection.execute(update(invoices).where(invoices.c.id == first).values(corrected=True))
        norte, other = connection.scalars(select(sellers.c.id).order_by(sellers.c.id)).all()
        records = seller_records(connection, [norte, other, other + 1])
    assert records == {
        norte: {
            "newest_invoice": last,
            "newest_issue_date": date(2026, 10, 5),
            "read_right": {"right": 2, "of": 3},
        },
        other: {"newest_invoice": last + 1, "newest_issue_date": None, "read_right": {"right": 1, "of": 1}},
    }


def test_a_list_reads_no_more_of_a_seller_with_very_many_invoices(engine: Engine) -> None:
    confirmed(engine, NORTE)
    with transaction(engine) as connection:
        (seller_id,) = connection.scalars(select(sellers.c.id))
        now = database_now(connection)
        row = {
            **dict.fromkeys(("enqueued_at", "created_at", "updated_at"), now),
            "filename": "a.pdf",
            "content_type": "application/pdf",
            "size": 1,
            "sha256": "0" * 64,
            "status": Status.PROCESSED,
            "seller_id": seller_id,
        }
        connection.execute(insert(invoices), [row] * (20 * MOST_LESSONS))
    with transaction(engine) as connection:
        with rows_read(connection) as read:
            record = seller_records(connection, [seller_id])[seller_id]
        assert record["read_right"]["of"] == MOST_LESSONS
        assert read() < 4 * MOST_LESSONS
        connection.execute(delete_rows(invoices).where(invoices.c.sha256 == "0" * 64))


def test_a_new_name_is_that_of_all_confirmed_invoices_and_of_later_ones(engine: Engine, changes: SellerChanges) -> None:
    ids = [confirmed(engine, NORTE) for _ in range(5)]
    open_ = waiting(engine, NORTE)
    (seller_id,) = seller_ids(engine)
    changes.rename(seller_id, "Norte", actor="ana")
    settle(engine)
    later = confirmed(engine, NORTE)
    found = called(engine)
    assert {found[one] for one in (*ids, later)} == {(seller_id, "Norte")}
    assert found[open_] == (None, NORTE["name"])  # it was read before anything was known
    assert figure_names(engine) == {"Norte"}
    assert events_of(engine, seller_id) == [("renamed", "ana", {"from": NORTE["name"], "to": "Norte"})]
    assert_consistent(engine)
    changes.rename(seller_id, None, actor="ana")
    settle(engine)
    assert figure_names(engine) == {NORTE["name"]}
    assert_consistent(engine)


def test_totals_of_a_renamed_seller_without_a_number_are_known_still(engine: Engine, changes: SellerChanges) -> None:
    bare = {"name": "Bar Pepe"}
    for _ in range(2):
        confirmed(engine, bare)
    changes.rename(seller_ids(engine)[0], "The bar", actor="ana")
    settle(engine)
    data = InvoiceData.model_validate({"seller": bare, "currency": "EUR"})
    with transaction(engine) as connection:
        assert len(seller_history(connection, data, without=0).totals) == 2


def test_a_named_seller_stays_without_invoices(engine: Engine, changes: SellerChanges) -> None:
    only = confirmed(engine, NORTE)
    (seller_id,) = seller_ids(engine)
    changes.rename(seller_id, "Norte", actor="ana")
    delete(engine, only)
    assert seller_ids(engine) == [seller_id]
    assert confirmed(engine, NORTE)
    assert seller_ids(engine) == [seller_id]
    with pytest.raises(InvalidStateError):
        changes.remove(seller_id)


def test_a_merged_seller_is_the_other_one_at_once_and_moves_in_batches(engine: Engine, changes: SellerChanges) -> None:
    first = [confirmed(engine, NORTE) for _ in range(3)]
    other = [confirmed(engine, {"name": "Norte Print", "vat_id": "FR12345678901"}) for _ in range(5)]
    target, source = seller_ids(engine)
    changes.merge(target, [source], actor="ana")
    new = confirmed(engine, {"vat_id": "FR12345678901"})
    assert called(engine)[new] == (target, NORTE["name"])
    assert changes.settle(seconds=0) is False
    settle(engine)
    assert seller_ids(engine) == [target]
    assert set(called(engine).values()) == {(target, NORTE["name"])}
    assert figure_names(engine) == {NORTE["name"]}
    assert_consistent(engine)
    with transaction(engine) as connection:
        memory = recall(connection, SellerMarks(tax=("12345678901",)), InvoiceData())
    assert memory is not None
    assert len(memory.lessons) == len(first) + len(other) + 1
    with pytest.raises(SellerNotFoundError):
        changes.rename(source, "x", actor="ana")


def test_who_is_merged_into_a_seller_that_is_merged_itself_ends_there(engine: Engine, changes: SellerChanges) -> None:
    for number in range(3):
        confirmed(engine, {"name": f"Seller {number}", "vat_id": f"ESB0000111{number}"})
    a, b, c = seller_ids(engine)
    changes.merge(b, [a], actor="ana")
    changes.merge(c, [b], actor="ana")
    with pytest.raises(SellerNotFoundError):
        changes.merge(c, [a], actor="ana")
    settle(engine)
    assert seller_ids(engine) == [c]
    assert_consistent(engine)


def test_companies_of_a_group_are_split_by_name_and_told_apart_from_then_on(
    engine: Engine, changes: SellerChanges
) -> None:
    alfa, beta = ({"name": name, "vat_id": "DE123456789"} for name in ("Alfa GmbH", "Beta GmbH"))
    of_alfa = [confirmed(engine, alfa) for _ in range(3)]
    of_beta = [confirmed(engine, beta) for _ in range(3)]
    (group,) = seller_ids(engine)
    batches = changes.invoices_with(group, SellerKeyKind.NAME, "Beta GmbH")
    new = changes.split(group, batches, into=None, name=None, actor="ana")
    of_alfa.append(confirmed(engine, alfa))
    of_beta.append(confirmed(engine, beta))
    found = called(engine)
    assert {found[one] for one in of_alfa} == {(group, "Alfa GmbH")}
    assert {found[one] for one in of_beta} == {(new, "Beta GmbH")}
    assert events_of(engine, new) == [("split_off", "ana", {"seller_id": group})]
    assert_consistent(engine)
    reopen(engine, of_beta[0])
    confirm(engine, of_beta[0])
    assert called(engine)[of_beta[0]] == (new, "Beta GmbH")


def test_invoices_are_split_off_by_number_and_an_empty_seller_goes(engine: Engine, changes: SellerChanges) -> None:
    ids = [confirmed(engine, NORTE) for _ in range(2)]
    (seller_id,) = seller_ids(engine)
    new = changes.split(seller_id, [ids], into=None, name="Norte 2", actor="ana")
    assert seller_ids(engine) == [new]
    assert set(called(engine).values()) == {(new, "Norte 2")}
    assert_consistent(engine)
    with pytest.raises(InvalidStateError):
        changes.split(new, [[waiting(engine, NORTE)]], into=None, name=None, actor="ana")


def test_what_is_forgotten_is_recalled_no_more_and_the_invoices_stay(engine: Engine, changes: SellerChanges) -> None:
    for _ in range(3):
        confirmed(engine, NORTE)
    (seller_id,) = seller_ids(engine)
    changes.forget(seller_id, actor="ana")
    with transaction(engine) as connection:
        assert recall(connection, SellerMarks(tax=("812345678",)), InvoiceData()) is None
    assert events_of(engine, seller_id) == [("forgotten", "ana", {"lessons": 3})]
    assert_consistent(engine)
    confirmed(engine, NORTE)
    with transaction(engine) as connection:
        memory = recall(connection, SellerMarks(tax=("812345678",)), InvoiceData())
    assert memory is not None
    assert len(memory.lessons) == 1


def test_a_merge_holds_a_seller_that_somebody_is_making_anew(engine: Engine, changes: SellerChanges) -> None:
    """Each waits for the entry of the other one: whichever the server ends is begun anew."""
    data = InvoiceData.model_validate({"seller": NORTE})
    for _ in range(5):
        confirmed(engine, NORTE)
        confirmed(engine, {"name": "Beta GmbH", "vat_id": "DE222222222"})
        (norte, beta) = seller_ids(engine)

        def make(held: int = norte) -> None:
            made = in_transaction(
                engine, lambda connection: make_seller(connection, keys_of(data), None, database_now(connection))
            )
            assert made is not None
            assert made >= held

        with ThreadPoolExecutor(2) as threads:
            with transaction(engine) as connection:
                hold(connection, [norte])
                merging = threads.submit(changes.merge, beta, [norte], actor="ana")
                eventually(lambda: queries_running(engine) == 1 or None, seconds=20)
                making = threads.submit(make)
                eventually(lambda: queries_running(engine) == 2 or None, seconds=20)
            merging.result(20)
            making.result(20)
        with transaction(engine) as connection:
            merged = connection.scalar(select(sellers.c.merged_into).where(sellers.c.id == norte))
            connection.execute(delete_rows(seller_lessons))
            connection.execute(delete_rows(sellers))
        assert merged == beta


def test_sellers_are_changed_while_their_invoices_are_decided_on(engine: Engine, changes: SellerChanges) -> None:
    """An UnavailableError, which a deadlock becomes, fails the test."""
    ids = [waiting(engine, {"name": f"Seller {one % 4}", "vat_id": f"ESB0000111{one % 4}"}) for one in range(32)]
    together = threading.Barrier(8)

    def review(number: int) -> None:
        mine = random.Random(number)
        together.wait(20)
        for _ in range(30):
            with suppress(InvoiceNotFoundError, InvalidStateError):  # somebody was faster
                (confirm if mine.random() < 0.6 else reopen)(engine, mine.choice(ids))

    def change(number: int) -> None:
        mine = random.Random(number)
        together.wait(20)
        for _ in range(15):
            try:
                some = mine.sample(seller_ids(engine), 2)
                match mine.randrange(4):
                    case 0:
                        changes.rename(some[0], f"Name {mine.randrange(9)}", actor="ana")
                    case 1:
                        changes.merge(some[0], some[1:], actor="ana")
                    case 2:
                        changes.split(some[0], [mine.sample(ids, 4)], into=some[1], name=None, actor="ana")
                    case 3:
                        changes.settle(seconds=0.2)
            except (SellerNotFoundError, InvalidStateError, ValueError):
                pass  # somebody was faster, or there are not two

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda number: (review if number < 5 else change)(number), range(8)))
    settle(engine)
    assert_consistent(engine)


# Made anew


def relearned(engine: Engine) -> Relearned:
    done = Relearned()
    for more in relearn(engine):
        done = done.plus(more)
    settle(engine)
    return done


def grown(engine: Engine, changes: SellerChanges) -> dict[str, Any]:
    """Sellers after a hundred decisions of people and of nobody."""
    chance = random.Random(11)
    names = ("Alfa GmbH", "Alfa", "Beta GmbH", "Βῆτα Α.Ε.", "ООО Ромашка", "x" * 200)
    numbers = ("DE111111111", "DE222222222", None)
    ids = [
        waiting(engine, {"name": chance.choice(names), "vat_id": chance.choice(numbers)}, invoice_number=f"A-{one}")
        for one in range(30)
    ]
    for _ in range(100):
        with suppress(InvoiceNotFoundError, InvalidStateError, SellerNotFoundError, ValueError):
            match chance.randrange(12):
                case 0:
                    changes.rename(chance.choice(seller_ids(engine)), "Gamma", actor="ana")
                case 1:
                    into, other = chance.sample(seller_ids(engine), 2)
                    changes.merge(into, [other], actor="ana")
                case 2:
                    changes.split(
                        chance.choice(seller_ids(engine)), [chance.sample(ids, 9)], into=None, name=None, actor="a"
                    )
                case 3 | 4:
                    reopen(engine, chance.choice(ids))
                case 5 if chance.random() < 0.2:
                    changes.forget(chance.choice(seller_ids(engine)), actor="ana")
                case _:
                    confirm(engine, chance.choice(ids), teaches=chance.random() < 0.8)
    settle(engine)
    assert_consistent(engine)
    with transaction(engine) as connection:
        return known(connection)


def test_what_is_made_anew_is_what_had_grown(engine: Engine, changes: SellerChanges) -> None:
    before = grown(engine, changes)
    assert len(before["lessons"]) > 10
    assert relearned(engine) == Relearned(invoices=len(before["invoices"]))
    with transaction(engine) as connection:
        assert known(connection) == before
        forgotten = {one.invoice_id for one in before["lessons"] if one.lesson is None}
        connection.execute(seller_lessons.delete().where(seller_lessons.c.invoice_id.not_in(forgotten)))
        connection.execute(seller_keys.delete().where(seller_keys.c.is_kept.is_(False)))
    assert relearned(engine).changed == len(before["lessons"]) - len(forgotten)
    with transaction(engine) as connection:
        after = known(connection)
    assert after == before
    assert_consistent(engine)


def test_what_other_versions_confirmed_reopened_and_deleted_is_learned_and_taken_back(engine: Engine) -> None:
    kept, reopened, deleted, missed = (confirmed(engine, {**NORTE, "name": f"Norte {one}"}) for one in range(4))
    with transaction(engine) as connection:
        connection.execute(update(invoices).where(invoices.c.id == reopened).values(status=Status.WAITING_VALIDATION))
        connection.execute(invoices.delete().where(invoices.c.id == deleted))
        connection.execute(seller_lessons.delete().where(seller_lessons.c.invoice_id == missed))
        connection.execute(
            update(invoices).where(invoices.c.id == missed).values(seller_id=None, seller_name="Norte 3")
        )
        connection.execute(figures.delete())
    assert relearned(engine) == Relearned(invoices=2, changed=2, sellers=1)
    repair(engine)
    with transaction(engine) as connection:
        found = known(connection)
    assert [one.invoice_id for one in found["lessons"]] == [kept, missed]
    assert {one.printed for one in found["keys"]} == {"ESB12345678", "Norte 0", "Norte 3"}
    assert_consistent(engine)
