"""Two hundred generated invoices of twenty sellers: all changed accounts and duplicates are found, and nothing else."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, text

from functions.api import decisions
from shared.adapters.answers import answer_columns
from shared.adapters.database import database_now, make_engine, transaction
from shared.adapters.duplicates import duplicates_by_invoice
from shared.adapters.invoice_rows import insert_invoice
from shared.adapters.invoice_store import SqlInvoiceStore
from shared.adapters.seller_history import seller_history
from shared.adapters.tables import audit_events, invoices
from shared.domain.checks import check_invoice
from shared.domain.finding_codes import FindingCode
from shared.domain.findings import Finding, Level
from shared.domain.invoice import InvoiceData
from shared.domain.lifecycle import Status
from shared.settings import Settings

SELLERS = 20
PLAIN = 8  # correct invoices of each seller; then one with another account, and one duplicate
SEED = 20261125
DUPLICATE_FINDINGS = (FindingCode.DUPLICATE_NUMBER, FindingCode.DUPLICATE_AMOUNT_AND_DATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """An invoice of the test: its content, and the findings it must get."""

    data: InvoiceData
    changed_account: bool = False
    duplicate_of: int | None = None  # index of the original among the made ones


class Maker:
    """Makes the invoices of one seller after another; the same seed gives the same invoices."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.factor_account = self.iban()

    def iban(self) -> str:
        body = "".join(self.random.choices("0123456789", k=18))
        check = 98 - int(f"{body}131400") % 97
        return f"DE{check:02}{body}"

    def seller(self, number: int) -> dict[str, Any]:
        """Every fourth has no tax number, every fifth uses one factor, every second has a constant amount."""
        name = f"{self.random.choice(['Imprenta', 'Druckerei', 'Studio', 'Radio'])} {chr(65 + number) * 3} S.L."
        return {
            "name": name,
            "vat_id": None if number % 4 == 3 else f"ESB{10000 + number}017",
            "account": self.factor_account if number % 5 == 0 else self.iban(),
            "payee": {"name": "Factor Bank AG"} if number % 5 == 0 else None,
            "monthly": Decimal(self.random.randint(10_000, 900_000)) / 100 if number % 2 else None,
            "prefix": self.random.choice(["", "A-", f"RE-2026-{number}0", "FV/26/"]),
            "first": self.random.randint(1, 9000),
            "day": date(2026, 1, self.random.randint(1, 28)),
        }

    def plain(self, seller: dict[str, Any], index: int) -> InvoiceData:
        """The seller's invoice of one month; the amount of a rent, or any."""
        total = seller["monthly"] or Decimal(self.random.randint(1_000, 9_000_000)) / 100
        account = seller["account"]
        # Some months print the account in groups of four, some have no tax number that could be read.
        printed = " ".join(account[i : i + 4] for i in range(0, 22, 4)) if index % 3 == 1 else account
        return InvoiceData.model_validate(
            {
                "document_type": "invoice",
                "invoice_number": f"{seller['prefix']}{seller['first'] + index:05}",
                "issue_date": seller["day"] + timedelta(days=30 * index),
                "seller": {"name": seller["name"], "vat_id": None if index == 5 else seller["vat_id"]},
                "payment": {"iban": printed},
                "payee": seller["payee"],
                "total_amount": total,
                "currency": "EUR",
            }
        )

    def duplicate(self, original: InvoiceData, kind: int) -> InvoiceData:
        """The same invoice, received a second time."""
        number = str(original.invoice_number)
        day = original.issue_date or date.min
        seller = original.seller
        misread = next((i for i, c in enumerate(number) if c in "01586"), None)
        swapped = {"0": "O", "1": "I", "5": "S", "8": "B", "6": "G"}
        misspelled = str(seller.name).upper().replace(" S.L.", "").replace("O", "0")
        changes: list[dict[str, Any]] = [
            {},
            {"invoice_number": number.lower().replace("-", " ")},
            {"invoice_number": number.replace("-", "").replace("/", "")},
            {"seller": seller.model_copy(update={"name": misspelled, "vat_id": None})},
            {"invoice_number": number[:misread] + swapped[number[misread]] + number[misread + 1 :]}
            if misread is not None
            else {},
            {"invoice_number": None, "issue_date": day + timedelta(days=3)},
            {"invoice_number": number[-5:], "issue_date": day + timedelta(days=7)},
            {"total_amount": (original.total_amount or Decimal(0)) + 1},
            {"invoice_number": number.rjust(len(number) + 2, "0") if number.isdigit() else f" {number}."},
            {"seller": seller.model_copy(update={"vat_id": None})},
        ]
        return original.model_copy(update=changes[kind % len(changes)])


def made_invoices(seed: int) -> list[Made]:
    """Seller by seller, in the order in which they arrive."""
    maker = Maker(seed)
    made: list[Made] = []
    for number in range(SELLERS):
        seller = maker.seller(number)
        first = len(made)
        made += [Made(data=maker.plain(seller, index)) for index in range(PLAIN)]
        other = maker.plain(seller, PLAIN)
        payment = other.payment.model_copy(update={"iban": maker.iban()})
        made.append(Made(data=other.model_copy(update={"payment": payment}), changed_account=True))
        original = first + maker.random.randrange(PLAIN)
        made.append(Made(data=maker.duplicate(made[original].data, number), duplicate_of=original))
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """The database as the functions use it."""

    engine: Engine

    def arrive(self, data: InvoiceData) -> tuple[int, list[Finding]]:
        """Stores an invoice as read; its id, and the findings of the extract function."""
        with transaction(self.engine) as connection:
            findings = check_invoice(data, history=seller_history(connection, data, without=0))
            now = database_now(connection)
            columns = {
                "filename": "a.pdf",
                "content_type": "application/pdf",
                "size": 1,
                "sha256": uuid4().hex * 2,
                "status": Status.WAITING_VALIDATION,
                "enqueued_at": now,
                "created_at": now,
                "updated_at": now,
                **answer_columns(data, {}, findings),
            }
            return insert_invoice(connection, columns), findings

    def confirm(self, invoice_id: int) -> None:
        """A person's decision."""
        SqlInvoiceStore(self.engine).decide(invoice_id, actor="ana", rule=decisions.confirm)

    def duplicates(self, ids: list[int]) -> dict[int, list[int]]:
        """Id -> its duplicates, as the list shows them."""
        with transaction(self.engine) as connection:
            return duplicates_by_invoice(connection, ids)


@pytest.fixture
def books(migrated_database_url: str) -> Iterator[Books]:
    """An empty system."""
    engine = make_engine(Settings(database_url=migrated_database_url))
    for table in (audit_events, invoices):
        with transaction(engine) as connection:
            connection.execute(table.delete())
    yield Books(engine=engine)
    engine.dispose()


def _codes(findings: list[Finding], *levels: Level) -> set[FindingCode]:
    return {finding.code for finding in findings if finding.level in levels}


@pytest.mark.parametrize("seed", [SEED, SEED + 1, SEED + 2])
def test_two_hundred_invoices_of_twenty_sellers(books: Books, seed: int) -> None:
    made = made_invoices(seed)
    assert len(made) == 200
    ids, found = [], []
    for one in made:
        invoice_id, findings = books.arrive(one.data)
        ids.append(invoice_id)
        found.append(findings)
        if not one.changed_account:
            books.confirm(invoice_id)  # the duplicate too: it must not cause findings about accounts

    changed = [FindingCode.ACCOUNT_CHANGED in _codes(findings, Level.ERROR) for findings in found]
    assert changed == [one.changed_account for one in made]

    shown = books.duplicates(ids)
    pairs = {(ids[index], ids[one.duplicate_of]) for index, one in enumerate(made) if one.duplicate_of is not None}
    seen = {(later, earlier) for later, others in shown.items() for earlier in others if later > earlier}
    back = {(later, earlier) for earlier, others in shown.items() for later in others if later > earlier}
    assert seen == back, "each of two names the other"
    assert len(pairs & seen) >= 19, pairs - seen
    assert len(seen - pairs) <= 1, seen - pairs

    warned = {
        ids[index] for index, findings in enumerate(found)
        if set(DUPLICATE_FINDINGS) & _codes(findings, Level.ERROR, Level.WARNING)
    }  # fmt: skip
    assert len(warned & {later for later, _ in pairs}) >= 19
    assert len(warned - {later for later, _ in pairs}) <= 1


def test_a_duplicate_that_is_rejected_is_shown_on_its_own_page_alone(books: Books) -> None:
    data = made_invoices(SEED)[0].data
    (first, _), (second, _) = books.arrive(data), books.arrive(data)
    assert books.duplicates([first, second]) == {first: [second], second: [first]}
    rule = partial(decisions.reject, reason="Duplicate of no. 1")
    SqlInvoiceStore(books.engine).decide(second, actor="ana", rule=rule)
    assert books.duplicates([first, second]) == {second: [first]}


def test_an_account_that_was_confirmed_by_mistake_is_changed_again_once_it_is_reopened(books: Books) -> None:
    maker = Maker(SEED)
    seller = maker.seller(1)
    known, wrong = maker.plain(seller, 0), maker.plain(seller, 1)
    wrong = wrong.model_copy(update={"payment": wrong.payment.model_copy(update={"iban": maker.iban()})})
    books.confirm(books.arrive(known)[0])
    invoice_id, _ = books.arrive(wrong)
    books.confirm(invoice_id)
    SqlInvoiceStore(books.engine).decide(invoice_id, actor="ana", rule=lambda invoice: decisions.reopen(invoice, None))
    with transaction(books.engine) as connection:
        checks = connection.execute(
            text("SELECT checks FROM invoice_documents WHERE invoice_id = :id"), {"id": invoice_id}
        ).scalar_one()
    assert '"account-changed"' in checks


def test_of_two_sellers_with_one_tax_number_the_second_account_is_asked_about_once(books: Books) -> None:
    maker = Maker(SEED)
    one, other = (maker.plain(maker.seller(2), 0), maker.plain(maker.seller(4), 1))
    shared = other.seller.model_copy(update={"vat_id": one.seller.vat_id})
    other = other.model_copy(update={"seller": shared, "invoice_number": one.invoice_number})
    later = other.model_copy(update={"invoice_number": "another", "issue_date": date(2026, 6, 1)})
    books.confirm(books.arrive(one)[0])
    second, findings = books.arrive(other)
    assert FindingCode.ACCOUNT_CHANGED in _codes(findings, Level.ERROR)
    assert not set(DUPLICATE_FINDINGS) & _codes(findings, *Level), "one number, but of two names, days and amounts"
    books.confirm(second)
    assert FindingCode.ACCOUNT_CHANGED not in _codes(books.arrive(later)[1], *Level)


def test_an_unidentified_seller_has_no_duplicates_and_no_known_accounts(books: Books) -> None:
    data = InvoiceData.model_validate(
        {"invoice_number": "17", "total_amount": "12.00", "payment": {"iban": "DE89370400440532013000"}}
    )
    first, _ = books.arrive(data)
    books.confirm(first)
    second, findings = books.arrive(data)
    assert _codes(findings, Level.INFO) >= {FindingCode.ACCOUNT_FIRST_TIME}
    assert books.duplicates([first, second]) == {}
