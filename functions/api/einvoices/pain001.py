"""Transfers as an ISO 20022 file for a bank: pain.001.001.09, in the rules of SEPA credit transfers (EPC132-08, 2023
version 1.0, chapter 2: which elements, `SEPA`, `TRF`, `SLEV`, one payment information block, a day of execution)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from functions.api.einvoices.elements import Content, Element, document, node
from shared.domain.checks.tolerance import total_of
from shared.domain.sepa import Transfer

_NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"


@dataclass(frozen=True, slots=True, kw_only=True)
class Debtor:
    """Who pays, in the characters of SEPA, and from which account."""

    name: str
    iban: str
    bic: str | None


def pain001(
    transfers: Sequence[Transfer], *, debtor: Debtor, message_id: str, created_at: datetime, day: date
) -> bytes:
    """The file. `message_id` has at most 24 characters and is another one for each file: banks refuse one that they
    have seen."""
    sums = (
        _node("NbOfTxs", str(len(transfers))),
        _node("CtrlSum", f"{total_of(one.amount for one in transfers):.2f}"),
    )
    header = _node(
        "GrpHdr",
        _node("MsgId", message_id),
        _node("CreDtTm", f"{created_at:%Y-%m-%dT%H:%M:%S}+00:00"),
        *sums,
        _node("InitgPty", _node("Nm", debtor.name)),
    )
    payment = _node(
        "PmtInf",
        _node("PmtInfId", message_id),
        _node("PmtMtd", "TRF"),
        *sums,
        _node("PmtTpInf", _node("SvcLvl", _node("Cd", "SEPA"))),
        _node("ReqdExctnDt", _node("Dt", day.isoformat())),
        _node("Dbtr", _node("Nm", debtor.name)),
        _node("DbtrAcct", _node("Id", _node("IBAN", debtor.iban))),
        _node("DbtrAgt", _bank(debtor.bic)),
        _node("ChrgBr", "SLEV"),
        *(_transfer(one, f"{message_id}-{number}") for number, one in enumerate(transfers, start=1)),
    )
    return document(f"{{{_NAMESPACE}}}Document", [_node("CstmrCdtTrfInitn", header, payment)], {"": _NAMESPACE})


def _transfer(one: Transfer, end_to_end_id: str) -> Element | None:
    return _node(
        "CdtTrfTxInf",
        _node("PmtId", _node("EndToEndId", end_to_end_id)),
        _node("Amt", node(f"{{{_NAMESPACE}}}InstdAmt", [f"{one.amount:.2f}"], {"Ccy": "EUR"})),
        _node("CdtrAgt", _bank(one.bic)) if one.bic else None,
        _node("Cdtr", _node("Nm", one.name)),
        _node("CdtrAcct", _node("Id", _node("IBAN", one.iban))),
        _node("RmtInf", _node("Ustrd", one.remittance)) if one.remittance else None,
    )


def _bank(bic: str | None) -> Element | None:
    known = _node("BICFI", bic) if bic else _node("Othr", _node("Id", "NOTPROVIDED"))
    return _node("FinInstnId", known)


def _node(name: str, *content: Content) -> Element | None:
    return node(f"{{{_NAMESPACE}}}{name}", content, {})
