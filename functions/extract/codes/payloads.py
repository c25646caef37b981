"""The kinds of payload: which parser takes it, and how much it proves."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from functions.extract.codes import fiscal_asia, fiscal_europe, fiscal_latin_america, pay_by_square, payment, swiss
from functions.extract.codes.facts import CodeFacts, MalformedCodeError


class PayloadKind(StrEnum):
    """One kind of payload; the order is that of trying."""

    DE_TSE = "de_tse"
    AT_RKSV = "at_rksv"
    HR_RECEIPT = "hr_receipt"
    PT_ATCUD = "pt_atcud"
    ES_VERIFACTU = "es_verifactu"
    ES_TICKETBAI = "es_ticketbai"
    PL_KSEF = "pl_ksef"
    BG_RECEIPT = "bg_receipt"
    BALKAN_RECEIPT = "balkan_receipt"
    AR_QR = "ar_qr"
    AR_BAR_CODE = "ar_bar_code"
    BR_QR = "br_qr"
    BR_KEY = "br_key"
    BR_SERVICE_KEY = "br_service_key"
    MX_CFDI = "mx_cfdi"
    PE_QR = "pe_qr"
    CL_STAMP = "cl_stamp"
    CO_QR = "co_qr"
    EC_KEY = "ec_key"
    PY_QR = "py_qr"
    UY_QR = "uy_qr"
    SA_ZATCA = "sa_zatca"
    IN_IRN = "in_irn"
    CN_FAPIAO = "cn_fapiao"
    TW_EINVOICE = "tw_einvoice"
    TR_EFATURA = "tr_efatura"
    RU_RECEIPT = "ru_receipt"
    CH_QR_BILL = "ch_qr_bill"
    EPC = "epc"
    CZ_SPAYD = "cz_spayd"
    HR_HUB3 = "hr_hub3"
    SI_UPN = "si_upn"
    SK_PAY_BY_SQUARE = "sk_pay_by_square"
    PL_TRANSFER = "pl_transfer"
    RS_IPS = "rs_ips"
    FI_BAR_CODE = "fi_bar_code"
    SE_UQR = "se_uqr"
    EMV = "emv"
    IN_UPI = "in_upi"


PARSERS: Mapping[PayloadKind, Callable[[str], CodeFacts | None]] = {
    PayloadKind.DE_TSE: fiscal_europe.german_tse,
    PayloadKind.AT_RKSV: fiscal_europe.austrian_rksv,
    PayloadKind.HR_RECEIPT: fiscal_europe.croatian_receipt,
    PayloadKind.PT_ATCUD: fiscal_europe.portuguese_atcud,
    PayloadKind.ES_VERIFACTU: fiscal_europe.spanish_verifactu,
    PayloadKind.ES_TICKETBAI: fiscal_europe.basque_ticketbai,
    PayloadKind.PL_KSEF: fiscal_europe.polish_ksef,
    PayloadKind.BG_RECEIPT: fiscal_europe.bulgarian_receipt,
    PayloadKind.BALKAN_RECEIPT: fiscal_europe.balkan_receipt,
    PayloadKind.AR_QR: fiscal_latin_america.argentine_qr,
    PayloadKind.AR_BAR_CODE: fiscal_latin_america.argentine_bar_code,
    PayloadKind.BR_QR: fiscal_latin_america.brazilian_qr,
    PayloadKind.BR_KEY: fiscal_latin_america.brazilian_key,
    PayloadKind.BR_SERVICE_KEY: fiscal_latin_america.brazilian_service_key,
    PayloadKind.MX_CFDI: fiscal_latin_america.mexican_cfdi,
    PayloadKind.PE_QR: fiscal_latin_america.peruvian_qr,
    PayloadKind.CL_STAMP: fiscal_latin_america.chilean_stamp,
    PayloadKind.CO_QR: fiscal_latin_america.colombian_qr,
    PayloadKind.EC_KEY: fiscal_latin_america.ecuadorian_key,
    PayloadKind.PY_QR: fiscal_latin_america.paraguayan_qr,
    PayloadKind.UY_QR: fiscal_latin_america.uruguayan_qr,
    PayloadKind.SA_ZATCA: fiscal_asia.saudi_zatca,
    PayloadKind.IN_IRN: fiscal_asia.indian_irn,
    PayloadKind.CN_FAPIAO: fiscal_asia.chinese_fapiao,
    PayloadKind.TW_EINVOICE: fiscal_asia.taiwanese_einvoice,
    PayloadKind.TR_EFATURA: fiscal_asia.turkish_efatura,
    PayloadKind.RU_RECEIPT: fiscal_asia.russian_receipt,
    PayloadKind.CH_QR_BILL: swiss.swiss_qr_bill,
    PayloadKind.EPC: payment.epc_girocode,
    PayloadKind.CZ_SPAYD: payment.czech_spayd,
    PayloadKind.HR_HUB3: payment.croatian_hub3,
    PayloadKind.SI_UPN: payment.slovenian_upn,
    PayloadKind.SK_PAY_BY_SQUARE: pay_by_square.pay_by_square,
    PayloadKind.PL_TRANSFER: payment.polish_transfer,
    PayloadKind.RS_IPS: payment.serbian_ips,
    PayloadKind.FI_BAR_CODE: payment.finnish_bar_code,
    PayloadKind.SE_UQR: payment.swedish_uqr,
    PayloadKind.EMV: payment.emv_merchant,
    PayloadKind.IN_UPI: payment.indian_upi,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """A code that was understood."""

    kind: PayloadKind
    facts: CodeFacts


def read_payload(text: str) -> Payload | None:
    """What a code says; null for one of no known kind (a web address, an advertisement) and for a malformed one."""
    for kind, parse in PARSERS.items():
        try:
            facts = parse(text)
        except MalformedCodeError:
            return None
        if facts is not None:
            return Payload(kind=kind, facts=facts)
    return None
