"""What keeps an invoice from being confirmed automatically: each reason alone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from shared.domain.automation import AutomationPolicy, is_chosen
from shared.domain.blockers import (
    BLOCKERS,
    SENTENCES,
    BlockerCode,
    ConfirmedBefore,
    SellerKnowledge,
    blockers,
    stored_blocker,
)
from shared.domain.document import Source
from shared.domain.evidence import Evidence, EvidenceMap
from shared.domain.finding_codes import FindingCode
from shared.domain.findings import Finding, Level, finding
from shared.domain.invoice import InvoiceData
from shared.domain.sellers import SellerKeyKind, keys_of

IBAN, OTHER_IBAN = "ES9121000418450200051332", "DE89370400440532013000"
DATA = InvoiceData.model_validate(
    {
        "document_type": "invoice",
        "invoice_number": "A-7",
        "issue_date": date(2026, 1, 2),
        "currency": "EUR",
        "total_amount": "100.00",
        "seller": {"name": "Imprenta Norte S.L.", "vat_id": "ESB12345674"},
        "buyer": {"name": "Agencia Faro S.A."},
        "payment": {"iban": IBAN},
    }
)
BEFORE = ConfirmedBefore(untouched=True, company_id=1, document_type="invoice", currency="EUR", total=Decimal("90.00"))
KEYS = frozenset((one.kind, one.key) for one in keys_of(DATA))
KNOWN = SellerKnowledge(keys=KEYS, confirmed=(BEFORE,) * 5, company_id=1, has_companies=True)
POLICY = AutomationPolicy(enabled=True)


def _evidence(confidence: float = 0.95, **of: float) -> EvidenceMap:
    pointers = ("/document_type", "/invoice_number", "/issue_date", "/total_amount", "/currency", "/seller/name")
    sure = {one: of.get(one.rsplit("/", 1)[1], confidence) for one in pointers}
    return {one: Evidence(page=1, confidence=value, source=Source.TESSERACT) for one, value in sure.items()}


def _found(data: InvoiceData = DATA, known: SellerKnowledge = KNOWN, **changed: Any) -> list[BlockerCode]:
    given: dict[str, Any] = {"evidence": _evidence(), "findings": [], "policy": POLICY, **changed}
    return [one.code for one in blockers(data, known=known, **given)]


def _data(**changed: Any) -> InvoiceData:
    return InvoiceData.model_validate({**DATA.model_dump(), **changed})


def test_an_invoice_as_five_before_is_confirmed() -> None:
    assert _found() == []


def test_a_seller_nobody_has_confirmed_is_unknown_and_has_no_account_and_no_usual_amount() -> None:
    assert _found(known=SellerKnowledge()) == [
        BlockerCode.SELLER_UNKNOWN,
        BlockerCode.TOO_FEW_CONFIRMED,
        BlockerCode.ACCOUNT_UNKNOWN,
        BlockerCode.AMOUNT_NOT_COMPARED,
    ]


class TestParties:
    def test_a_seller_that_is_known_by_its_name_alone_is_not_known_enough(self) -> None:
        data = _data(seller={"name": "Imprenta Norte"}, payment={})
        without_account = replace(KNOWN, keys=frozenset(key for key in KEYS if key[0] is SellerKeyKind.NAME))
        assert _found(data, without_account) == [BlockerCode.SELLER_KNOWN_BY_NAME]

    def test_an_account_tells_the_seller_too(self) -> None:
        assert _found(_data(seller={"name": "Imprenta Norte"})) == []

    @pytest.mark.parametrize(
        ("is_on", "sellers", "passes"),
        [
            (None, "all", True),
            (True, "all", True),
            (False, "all", False),
            (None, "chosen", False),
            (True, "chosen", True),
            (False, "chosen", False),
        ],
    )
    def test_a_seller_is_switched_on_or_off_by_itself(self, is_on: bool | None, sellers: str, passes: bool) -> None:
        policy = AutomationPolicy.model_validate({"sellers": sellers})
        found = _found(known=replace(KNOWN, is_on=is_on), policy=policy)
        assert found == ([] if passes else [BlockerCode.SELLER_SWITCHED_OFF])

    def test_the_buyer_must_be_one_of_ours_if_ours_are_known(self) -> None:
        stranger = replace(KNOWN, company_id=None, confirmed=(replace(BEFORE, company_id=None),) * 5)
        assert _found(known=stranger) == [BlockerCode.COMPANY_UNKNOWN]
        assert _found(known=replace(stranger, has_companies=False)) == []

    def test_a_company_may_be_left_out(self) -> None:
        assert _found(policy=AutomationPolicy(companies=[1, 2])) == []
        assert _found(policy=AutomationPolicy(companies=[2])) == [BlockerCode.COMPANY_SWITCHED_OFF]
        assert _found(policy=AutomationPolicy(companies=[])) == [BlockerCode.COMPANY_SWITCHED_OFF]


class TestTrust:
    def test_the_newest_in_a_row_count_and_a_corrected_one_ends_the_row(self) -> None:
        corrected = replace(BEFORE, untouched=False)
        known = replace(KNOWN, confirmed=(BEFORE, BEFORE, corrected, *[BEFORE] * 9))
        (found,) = blockers(DATA, _evidence(), [], known, POLICY)
        assert (found.code, found.params) == (BlockerCode.TOO_FEW_CONFIRMED, {"confirmed": 2, "needed": 5})
        assert found.message == "2 of 5 invoices in a row were confirmed by a person unchanged."
        healed = replace(known, confirmed=(*[BEFORE] * 3, *known.confirmed))
        assert _found(known=healed) == []

    def test_only_invoices_to_the_same_company_count(self) -> None:
        known = replace(KNOWN, confirmed=(replace(BEFORE, company_id=2),) * 9)
        assert _found(known=known) == [BlockerCode.TOO_FEW_CONFIRMED, BlockerCode.AMOUNT_NOT_COMPARED]

    def test_invoices_say_nothing_of_credit_notes(self) -> None:
        assert BlockerCode.TOO_FEW_CONFIRMED in _found(_data(document_type="credit_note"))


class TestValues:
    @pytest.mark.parametrize("name", ["invoice_number", "issue_date", "total_amount", "currency", "document_type"])
    def test_what_decides_must_be_there(self, name: str) -> None:
        assert BlockerCode.VALUE_MISSING in _found(_data(**{name: None}))

    @pytest.mark.parametrize("name", ["invoice_number", "issue_date", "total_amount"])
    def test_what_decides_must_be_as_sure_as_set(self, name: str) -> None:
        (found,) = blockers(DATA, _evidence(**{name: 0.8999}), [], KNOWN, POLICY)
        assert found.code is BlockerCode.VALUE_UNSURE
        assert found.params == {"field": f"/{name}", "confidence": "89.9", "least": "90"}
        assert _found(evidence=_evidence(**{name: 0.9})) == []
        stricter = AutomationPolicy.model_validate({"least_confidence": {name: 0.99}})
        assert _found(policy=stricter) == [BlockerCode.VALUE_UNSURE]

    def test_a_value_without_evidence_is_not_sure(self) -> None:
        assert _found(evidence={}) == [BlockerCode.VALUE_UNSURE] * 3

    def test_a_name_that_persons_confirmed_is_sure_and_another_must_be(self) -> None:
        unsure = _evidence(name=0.6)
        assert _found(evidence=unsure) == []
        other = _data(seller={"name": "Print North", "vat_id": "ESB12345674"})
        assert _found(other, evidence=unsure) == [BlockerCode.VALUE_UNSURE]


class TestFindings:
    @pytest.mark.parametrize(("level", "passes"), [(Level.INFO, True), (Level.WARNING, False), (Level.ERROR, False)])
    def test_nothing_above_info_is_open(self, level: Level, passes: bool) -> None:
        assert _found(findings=[finding(FindingCode.BR_02, level)]) == ([] if passes else [BlockerCode.FINDING_OPEN])

    @pytest.mark.parametrize("level", list(Level))
    def test_what_may_be_a_duplicate_is_left_to_a_person_however_unlikely(self, level: Level) -> None:
        likely = {"number": "A-7", "seller": None, "invoices": [{"invoice_id": 1, "filename": "a.pdf"}]}
        assert _found(findings=[finding(FindingCode.DUPLICATE_NUMBER, level, **likely)]) == [
            BlockerCode.POSSIBLE_DUPLICATE
        ]

    def test_each_code_is_told_once(self) -> None:
        twice: list[Finding] = [finding(FindingCode.BR_02, Level.ERROR), finding(FindingCode.BR_02, Level.WARNING)]
        assert _found(findings=twice) == [BlockerCode.FINDING_OPEN]


class TestAccount:
    def test_the_account_of_another_seller_is_not_known(self) -> None:
        (found,) = blockers(_data(payment={"iban": OTHER_IBAN}), _evidence(), [], KNOWN, POLICY)
        assert (found.code, found.pointers) == (BlockerCode.ACCOUNT_UNKNOWN, ["/payment/iban"])

    def test_every_account_must_be_known(self) -> None:
        accounts = [{"iban": IBAN}, {"iban": OTHER_IBAN}]
        assert _found(_data(payment={"iban": IBAN, "accounts": accounts})) == [BlockerCode.ACCOUNT_UNKNOWN]

    def test_a_payee_does_not_vouch_for_an_account(self) -> None:
        data = _data(payment={"iban": OTHER_IBAN}, payee={"name": "Factor AG"})
        assert _found(data) == [BlockerCode.ACCOUNT_UNKNOWN]

    def test_who_always_names_an_account_names_one(self) -> None:
        assert _found(_data(payment={})) == [BlockerCode.ACCOUNT_MISSING]

    def test_who_never_named_one_needs_none(self) -> None:
        never = frozenset(key for key in KEYS if key[0] is not SellerKeyKind.ACCOUNT)
        assert _found(_data(payment={}), replace(KNOWN, keys=never)) == []


class TestAmount:
    @pytest.mark.parametrize(
        ("total", "passes"), [("45.00", True), ("44.99", False), ("180.00", True), ("180.01", False), ("-90.00", True)]
    )
    def test_it_is_between_half_of_the_smallest_and_twice_the_largest(self, total: str, passes: bool) -> None:
        assert _found(_data(total_amount=total)) == ([] if passes else [BlockerCode.AMOUNT_UNUSUAL])

    def test_amounts_of_another_currency_say_nothing(self) -> None:
        known = replace(KNOWN, confirmed=(replace(BEFORE, currency="USD"),) * 5)
        assert _found(known=known) == [BlockerCode.AMOUNT_NOT_COMPARED]


def test_some_go_to_a_person_all_the_same() -> None:
    assert _found(chosen=True) == [BlockerCode.CHOSEN_FOR_REVIEW]
    assert _found(read_again=True) == [BlockerCode.READ_AGAIN]


def test_who_is_chosen_follows_from_the_seed_alone() -> None:
    chosen = [number for number in range(10_000) if is_chosen(number, seed="a", share=0.1)]
    assert 900 < len(chosen) < 1100
    assert chosen == [number for number in range(10_000) if is_chosen(number, seed="a", share=0.1)]
    assert chosen != [number for number in range(10_000) if is_chosen(number, seed="b", share=0.1)]
    assert not any(is_chosen(number, seed="a", share=0) for number in range(1000))
    assert all(is_chosen(number, seed="a", share=1) for number in range(1000))


_LOWER: list[Callable[[InvoiceData], InvoiceData]] = [
    lambda data: data.model_copy(update={"payment": data.payment.model_copy(update={"iban": OTHER_IBAN})}),
    lambda data: data.model_copy(
        update={"payment": data.payment.model_copy(update={"iban": None, "account": "0532013000"})}
    ),
]


@pytest.mark.parametrize("forge", _LOWER)
def test_whoever_asks_in_the_name_of_a_known_seller_for_money_elsewhere_never_passes(
    forge: Callable[[InvoiceData], InvoiceData],
) -> None:
    """Everything else is as before, and every value is sure."""
    anything_goes = AutomationPolicy.model_validate({"after": 1, "person_share": 0})
    assert _found(forge(DATA), evidence=_evidence(1.0), policy=anything_goes) == [BlockerCode.ACCOUNT_UNKNOWN]


def test_every_code_has_its_sentence_and_a_stored_one_that_is_not_known_keeps_its_own() -> None:
    assert set(BLOCKERS) == set(SENTENCES) == set(BlockerCode)
    stored = {"code": "gone", "message": "It was so.", "pointers": [], "params": {"x": 1}}
    assert stored_blocker(stored).model_dump() == {**stored, "code": BlockerCode.OTHER, "params": {}}
