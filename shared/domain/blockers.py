"""What keeps an invoice from being confirmed automatically. Pure: everything the rule needs is handed in.

A person confirms what looks right. The rule has no eyes: it takes what has been right before, for the same seller and
the same own company, and leaves to a person whatever is new. An account counts as known only if a person confirmed it
for this very seller: whoever sends an invoice in the name of a known seller can print everything of theirs but must ask
for the money elsewhere.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import takewhile
from typing import Any

from pydantic import BaseModel, ConfigDict, JsonValue

from shared.domain.accounts import named_accounts
from shared.domain.automation import AutomationPolicy, LeastConfidence
from shared.domain.comparison_keys import name_key, same_account
from shared.domain.evidence import EvidenceMap
from shared.domain.finding_codes import FindingCode, Kind, Param
from shared.domain.finding_sentences import shown_params
from shared.domain.findings import Finding, Level
from shared.domain.invoice import InvoiceData
from shared.domain.sellers import DECISIVE, SellerKey, SellerKeyKind, keys_of

_LEAST, _MOST = Decimal("0.5"), Decimal(2)
"""A total is usual between half of the smallest and twice the largest that a person confirmed."""

_DUPLICATES = frozenset({FindingCode.DUPLICATE_NUMBER, FindingCode.DUPLICATE_AMOUNT_AND_DATE})


class BlockerCode(StrEnum):
    """Why an invoice was not confirmed automatically. The values are stored."""

    CHOSEN_FOR_REVIEW = "chosen-for-review"
    READ_AGAIN = "read-again"
    SELLER_SWITCHED_OFF = "seller-switched-off"
    COMPANY_SWITCHED_OFF = "company-switched-off"
    SELLER_UNKNOWN = "seller-unknown"
    SELLER_KNOWN_BY_NAME = "seller-known-by-name"
    COMPANY_UNKNOWN = "company-unknown"
    TOO_FEW_CONFIRMED = "too-few-confirmed"
    VALUE_MISSING = "value-missing"
    VALUE_UNSURE = "value-unsure"
    FINDING_OPEN = "finding-open"
    POSSIBLE_DUPLICATE = "possible-duplicate"
    ACCOUNT_UNKNOWN = "account-unknown"
    ACCOUNT_MISSING = "account-missing"
    AMOUNT_UNUSUAL = "amount-unusual"
    AMOUNT_NOT_COMPARED = "amount-not-compared"
    OTHER = "other"  # a stored blocker whose code this version does not know


_COUNT = Param(kind=Kind.COUNT)
_AMOUNT = Param(kind=Kind.AMOUNT)
_FIELD = Param(kind=Kind.FIELD)
_PERCENT = Param(kind=Kind.PERCENT)
_TEXT = Param(kind=Kind.TEXT)
_CURRENCY = Param(kind=Kind.CODE, optional=True)

BLOCKERS: Mapping[BlockerCode, Mapping[str, Param]] = {
    BlockerCode.CHOSEN_FOR_REVIEW: {},
    BlockerCode.READ_AGAIN: {},
    BlockerCode.SELLER_SWITCHED_OFF: {},
    BlockerCode.COMPANY_SWITCHED_OFF: {},
    BlockerCode.SELLER_UNKNOWN: {},
    BlockerCode.SELLER_KNOWN_BY_NAME: {},
    BlockerCode.COMPANY_UNKNOWN: {},
    BlockerCode.TOO_FEW_CONFIRMED: {"confirmed": _COUNT, "needed": _COUNT},
    BlockerCode.VALUE_MISSING: {"field": _FIELD},
    BlockerCode.VALUE_UNSURE: {"field": _FIELD, "confidence": _PERCENT, "least": _PERCENT},
    BlockerCode.FINDING_OPEN: {"finding": _TEXT, "level": Param(kind=Kind.CHOICE, choices=tuple(Level))},
    BlockerCode.POSSIBLE_DUPLICATE: {},
    BlockerCode.ACCOUNT_UNKNOWN: {"account": _TEXT},
    BlockerCode.ACCOUNT_MISSING: {},
    BlockerCode.AMOUNT_UNUSUAL: {"total": _AMOUNT, "least": _AMOUNT, "most": _AMOUNT, "currency": _CURRENCY},
    BlockerCode.AMOUNT_NOT_COMPARED: {"invoices": _COUNT, "needed": _COUNT},
    BlockerCode.OTHER: {},
}
"""The parameters of each code's sentence."""

SENTENCES: Mapping[BlockerCode, str] = {
    BlockerCode.CHOSEN_FOR_REVIEW: "It is one of those that go to a person all the same.",
    BlockerCode.READ_AGAIN: "A person had it read again.",
    BlockerCode.SELLER_SWITCHED_OFF: "Invoices of this seller are not confirmed automatically.",
    BlockerCode.COMPANY_SWITCHED_OFF: "Invoices to this company are not confirmed automatically.",
    BlockerCode.SELLER_UNKNOWN: "The seller is not known from confirmed invoices.",
    BlockerCode.SELLER_KNOWN_BY_NAME: "The seller is known by its name alone, not by a number or an account.",
    BlockerCode.COMPANY_UNKNOWN: "The buyer is none of our companies.",
    BlockerCode.TOO_FEW_CONFIRMED: "{confirmed} of {needed} invoices in a row were confirmed by a person unchanged.",
    BlockerCode.VALUE_MISSING: "A value is missing: {field}.",
    BlockerCode.VALUE_UNSURE: "A value is sure by {confidence} %, which is less than {least} %: {field}.",
    BlockerCode.FINDING_OPEN: "A check found something: {finding}.",
    BlockerCode.POSSIBLE_DUPLICATE: "It may be a duplicate.",
    BlockerCode.ACCOUNT_UNKNOWN: "No person has confirmed the account {account} for this seller.",
    BlockerCode.ACCOUNT_MISSING: "It names no account; other invoices of this seller do.",
    BlockerCode.AMOUNT_UNUSUAL: "The total of {total} is not between {least} and {most}, as confirmed ones suggest.",
    BlockerCode.AMOUNT_NOT_COMPARED: "The total can be compared with {invoices} of {needed} confirmed ones.",
    BlockerCode.OTHER: "An earlier or later version saw a reason that this one does not know.",
}


class Blocker(BaseModel):
    """A reason why an invoice was not confirmed automatically when it was read. `params` are those of the sentence
    `message`, see BlockerParams; `pointers` are JSON pointers (RFC 6901) into InvoiceData."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: BlockerCode
    """Code of the reason."""
    message: str
    """The reason as an English sentence."""
    pointers: list[str] = []
    """JSON pointers (RFC 6901) into InvoiceData: the values that it is about."""
    params: dict[str, JsonValue]
    """The parameters of the sentence, see BlockerParams."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmedBefore:
    """What counts of an invoice that a person confirmed."""

    untouched: bool
    company_id: int | None
    document_type: str | None
    currency: str | None
    total: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SellerKnowledge:
    """What is known of the seller that an invoice names, and of its buyer; the defaults: nothing.

    `keys` are the record's, from invoices that persons confirmed; `confirmed` those invoices, newest first; `is_on` its
    own switch, if it has one. `company_id` is the own company that the buyer is; without `has_companies` nobody is.
    """

    keys: frozenset[tuple[SellerKeyKind, str]] = frozenset()
    confirmed: tuple[ConfirmedBefore, ...] = ()
    is_on: bool | None = None
    company_id: int | None = None
    has_companies: bool = False

    def known_by(self, asked: Iterable[SellerKey]) -> SellerKeyKind | None:
        """The surest kind of key by which the seller is who these keys name."""
        kinds = {one.kind for one in asked if (one.kind, one.key) in self.keys}
        return next((kind for kind in DECISIVE if kind in kinds), None)

    def named(self, kind: SellerKeyKind) -> frozenset[str]:
        """The keys of this kind."""
        return frozenset(key for of_kind, key in self.keys if of_kind is kind)


def blockers(
    data: InvoiceData,
    evidence: EvidenceMap,
    findings: Sequence[Finding],
    known: SellerKnowledge,
    policy: AutomationPolicy,
    *,
    chosen: bool = False,
    read_again: bool = False,
) -> list[Blocker]:
    """Everything that keeps this invoice from being confirmed automatically; empty: nothing does. Whether the policy is
    enabled is not asked here.

    `findings` are all, those against the seller's other invoices among them; `chosen`: it is of the share that goes to
    a person; `read_again`: a person asked for that.
    """
    alike = [
        one for one in known.confirmed if (one.company_id, one.document_type) == (known.company_id, data.document_type)
    ]
    return [
        *([_blocker(BlockerCode.CHOSEN_FOR_REVIEW)] if chosen else ()),
        *([_blocker(BlockerCode.READ_AGAIN)] if read_again else ()),
        *_about_parties(data, known, policy),
        *_about_trust(alike, policy),
        *_about_values(data, evidence, known, policy.least_confidence),
        *_about_findings(findings),
        *_about_account(data, known),
        *_about_amount(data, alike, policy),
    ]


def _about_parties(data: InvoiceData, known: SellerKnowledge, policy: AutomationPolicy) -> Iterator[Blocker]:
    known_by = known.known_by(keys_of(data))
    if known_by is None:
        yield _blocker(BlockerCode.SELLER_UNKNOWN, ["/seller/name"])
    elif known_by is SellerKeyKind.NAME:
        yield _blocker(BlockerCode.SELLER_KNOWN_BY_NAME, ["/seller/name"])
    if known.is_on is False or (known.is_on is None and policy.sellers == "chosen"):
        yield _blocker(BlockerCode.SELLER_SWITCHED_OFF)
    if known.has_companies and known.company_id is None:
        yield _blocker(BlockerCode.COMPANY_UNKNOWN, ["/buyer/name"])
    elif policy.companies is not None and known.company_id not in policy.companies:
        yield _blocker(BlockerCode.COMPANY_SWITCHED_OFF)


def _about_trust(alike: Sequence[ConfirmedBefore], policy: AutomationPolicy) -> Iterator[Blocker]:
    in_a_row = sum(1 for _ in takewhile(lambda one: one.untouched, alike))
    if in_a_row < policy.after:
        yield _blocker(BlockerCode.TOO_FEW_CONFIRMED, confirmed=in_a_row, needed=policy.after)


def _about_values(
    data: InvoiceData, evidence: EvidenceMap, known: SellerKnowledge, least: LeastConfidence
) -> Iterator[Blocker]:
    decisive: list[tuple[str, object, float]] = [
        ("/document_type", data.document_type, 0),  # the invoices that it is compared with are of the same type
        ("/invoice_number", data.invoice_number, least.invoice_number),
        ("/issue_date", data.issue_date, least.issue_date),
        ("/total_amount", data.total_amount, least.total_amount),
        ("/currency", data.currency, 0),  # and the amounts of the same currency
    ]
    is_known = name_key(data.seller.name) in known.named(SellerKeyKind.NAME)
    decisive.append(("/seller/name", data.seller.name, 0 if is_known else least.seller_name))
    for pointer, value, needed in decisive:
        sure = evidence[pointer].confidence if pointer in evidence else 0.0
        if value is None:
            yield _blocker(BlockerCode.VALUE_MISSING, [pointer], field=pointer)
        elif sure < needed:
            yield _blocker(
                BlockerCode.VALUE_UNSURE, [pointer], field=pointer, confidence=_percent(sure), least=_percent(needed)
            )


def _about_findings(findings: Sequence[Finding]) -> Iterator[Blocker]:
    if any(one.code in _DUPLICATES for one in findings):
        yield _blocker(BlockerCode.POSSIBLE_DUPLICATE, ["/invoice_number"])
    open_ones = {one.code: one for one in reversed(findings) if one.level is not Level.INFO}
    for code, one in reversed(open_ones.items()):
        if code not in _DUPLICATES:
            yield _blocker(BlockerCode.FINDING_OPEN, one.pointers, finding=code.value, level=one.level.value)


def _about_account(data: InvoiceData, known: SellerKnowledge) -> Iterator[Blocker]:
    theirs = known.named(SellerKeyKind.ACCOUNT)
    named = named_accounts(data)
    for account in named:
        if not any(same_account(account.key, one) for one in theirs):
            yield _blocker(BlockerCode.ACCOUNT_UNKNOWN, [account.pointer], account=account.printed)
    if theirs and not named:
        yield _blocker(BlockerCode.ACCOUNT_MISSING, ["/payment/iban"])


def _about_amount(data: InvoiceData, alike: Sequence[ConfirmedBefore], policy: AutomationPolicy) -> Iterator[Blocker]:
    if data.total_amount is None:
        return
    totals = [abs(one.total) for one in alike if one.total is not None and one.currency == data.currency]
    if len(totals) < policy.after:
        yield _blocker(BlockerCode.AMOUNT_NOT_COMPARED, ["/total_amount"], invoices=len(totals), needed=policy.after)
        return
    least, most = min(totals) * _LEAST, max(totals) * _MOST
    if not least <= abs(data.total_amount) <= most:
        yield _blocker(
            BlockerCode.AMOUNT_UNUSUAL,
            ["/total_amount"],
            total=f"{data.total_amount:f}",
            least=f"{least:.2f}",
            most=f"{most:.2f}",
            currency=data.currency,
        )


def _percent(share: float) -> str:
    """In per cent, rounded down: what is not enough never looks as if it were."""
    return f"{int(share * 1000) / 10:g}"


def _blocker(code: BlockerCode, pointers: Iterable[str] = (), /, **params: Any) -> Blocker:
    declared = BLOCKERS[code]
    if params.keys() != declared.keys():
        raise TypeError(f"{code} takes {sorted(declared)}, not {sorted(params)}")
    message = SENTENCES[code].format_map(shown_params(declared, params))
    return Blocker(code=code, message=message, pointers=list(pointers), params=params)


def stored_blocker(stored: Mapping[str, Any]) -> Blocker:
    """A blocker as a row has it; of an unknown code it keeps its sentence."""
    if stored["code"] not in BLOCKERS:
        return Blocker.model_validate({**stored, "code": BlockerCode.OTHER, "params": {}})
    return Blocker.model_validate(stored)
