"""One payload of each kind, made up after its specification, and the facts that it states."""

import json
import lzma
from base64 import b32encode, b64encode, urlsafe_b64encode
from binascii import crc32, crc_hqx
from datetime import date
from decimal import Decimal
from typing import Any

from functions.extract.codes.notation import weighted_rest
from functions.extract.codes.payloads import PayloadKind


def _with_check_digit(key: str) -> str:
    rest = weighted_rest(key, highest=9)
    return key + str(0 if rest > 9 else rest)


def _with_check_sum(text: str) -> str:
    return f"{text}{crc_hqx(text.encode(), 0xFFFF):04X}"


def _by_square(*fields: str) -> str:
    data = "\t".join(fields).encode()
    content = crc32(data).to_bytes(4, "little") + data
    filters = [{"id": lzma.FILTER_LZMA1, "dict_size": 1 << 17, "lc": 3, "lp": 0, "pb": 2}]
    packed = lzma.compress(content, lzma.FORMAT_RAW, filters=filters)
    alphabet = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789ABCDEFGHIJKLMNOPQRSTUV")
    return b32encode(b"\0\0" + len(content).to_bytes(2, "little") + packed).decode().rstrip("=").translate(alphabet)


def _tag_length_value(*fields: str) -> str:
    parts = [bytes([tag, len(text.encode())]) + text.encode() for tag, text in enumerate(fields, start=1)]
    return b64encode(b"".join(parts)).decode()


def _jwt(payload: dict[str, Any]) -> str:
    parts = ({"alg": "RS256"}, payload)
    encoded = [urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts]
    return ".".join([*encoded, "c2lnbmF0dXJl"])


ARGENTINE = {
    "ver": 1, "fecha": "2026-10-13", "cuit": 30500010912, "ptoVta": 10, "tipoCmp": 1, "nroCmp": 94,
    "importe": 12100.5, "moneda": "PES", "ctz": 1, "tipoDocRec": 80, "nroDocRec": 33693450239, "codAut": 70417054367476,
}  # fmt: skip
BRAZILIAN_KEY = _with_check_digit("3526011122233300018155001000000123155512345")
SWISS = [
    "SPC", "0200", "1", "CH4431999123000889012", "S", "Schreinerei Muster AG", "Hauptstrasse", "12", "9008", "St. Gallen",
    "CH", "", "", "", "", "", "", "", "1949.75", "CHF", "S", "Blumen Meier", "Weg", "1", "8000", "Zürich", "CH", "QRR",
    "210000000003139471430009017", "", "EPD", r"//S1/10/10201409/11/260512/20/1400.000-53/30/106017086/32/7.7",
]  # fmt: skip
EXAMPLES: dict[PayloadKind, tuple[str, dict[str, Any]]] = {
    PayloadKind.DE_TSE: (
        ("V0;K1;Kassenbeleg-V1;Beleg^11.90_10.70_0.00_0.00_2.00^24.60:Bar;7;21;2026-05-10T22:34:40.000Z;"
        "2026-05-10T22:34:54.000Z;ecdsa-plain-SHA384;unixTime;AAAA;BBBB"),
        {  # the day in Berlin, where it is past midnight
            "issue_date": date(2026, 5, 11), "currency": "EUR", "total_amount": Decimal("24.60"),
            "tax_amount": Decimal("2.60"), "net_amount": Decimal("22.00"),
        },
    ),
    PayloadKind.AT_RKSV: (
        "_R1-AT1_KASSE1_119186_2026-12-14T22:26:59_12,00_11,00_0,00_0,00_0,00_arOtBO24_1324540d_1/8dINgYwws=_AA==",
        {
            "issue_date": date(2026, 12, 14), "currency": "EUR", "total_amount": Decimal("23.00"),
            "tax_amount": Decimal("3.00"), "net_amount": Decimal("20.00"), "invoice_number": "119186",
        },
    ),
    PayloadKind.HR_RECEIPT: (
        "https://porezna.gov.hr/rn?jir=0d364d34-77fe-4347-a51d-1bd2c10b52e5&datv=20260828_1927&izn=23205",
        {"issue_date": date(2026, 8, 28), "currency": "EUR", "total_amount": Decimal("232.05")},
    ),
    PayloadKind.PT_ATCUD: (
        ("A:501964843*B:503504564*C:PT*D:FT*E:N*F:20260131*G:FT A/12*H:CSDF7T5H-12*I1:PT*I7:100.00*I8:23.00*N:23.00*"
        "O:123.00*Q:abcd*R:9999"),
        {
            "seller_vat_id": "501964843", "buyer_vat_id": "503504564", "issue_date": date(2026, 1, 31),
            "invoice_number": "FT A/12", "tax_amount": Decimal("23.00"), "total_amount": Decimal("123.00"),
            "net_amount": Decimal("100.00"), "currency": "EUR",
        },
    ),
    PayloadKind.ES_VERIFACTU: (
        ("https://www2.agenciatributaria.gob.es/wlpl/TIKE-CONT/ValidarQR?nif=89890001K&numserie=12345678%26G33"
        "&fecha=01-09-2026&importe=241.4"),
        {
            "seller_vat_id": "89890001K", "invoice_number": "12345678&G33", "issue_date": date(2026, 9, 1),
            "total_amount": Decimal("241.40"), "currency": "EUR",
        },
    ),
    PayloadKind.ES_TICKETBAI: (
        "https://batuz.eus/QRTBAI/?id=TBAI-B00000034-251019-btFpwP8dcLGAF-237&s=T&nf=27174&i=4.70&cr=007",
        {
            "seller_vat_id": "B00000034", "issue_date": date(2019, 10, 25), "invoice_number": "T-27174",
            "total_amount": Decimal("4.70"), "currency": "EUR",
        },
    ),
    PayloadKind.PL_KSEF: (
        "https://qr.ksef.mf.gov.pl/invoice/5265877635/01-02-2026/UtQp9Gpc51y-u3xApZjIjgkpZ01js-J8KflSPW8WzIE",
        {"seller_vat_id": "5265877635", "issue_date": date(2026, 2, 1)},
    ),
    PayloadKind.BG_RECEIPT: (
        "DT123456*0012345*2025-02-01*13:00:05*23.50",
        {"issue_date": date(2025, 2, 1), "total_amount": Decimal("23.50"), "currency": "BGN"},
    ),
    PayloadKind.BALKAN_RECEIPT: (
        ("https://efiskalizimi-app.tatime.gov.al/invoice-check/#/verify?iic=AB12&tin=K31418008H"
        "&crtd=2026-03-01T10:00:00+01:00&ord=7&bu=a&cr=b&sw=c&prc=1200.00"),
        {
            "seller_tax_id": "K31418008H", "issue_date": date(2026, 3, 1), "total_amount": Decimal("1200.00"),
            "currency": "ALL",
        },
    ),
    PayloadKind.AR_QR: (
        "https://www.afip.gob.ar/fe/qr/?p=" + b64encode(json.dumps(ARGENTINE).encode()).decode(),
        {
            "seller_tax_id": "30500010912", "buyer_tax_id": "33693450239", "issue_date": date(2026, 10, 13),
            "invoice_number": "00010-00000094", "total_amount": Decimal("12100.50"), "currency": "ARS",
        },
    ),
    PayloadKind.AR_BAR_CODE: ("3369345023901400061123022925855201103202", {"seller_tax_id": "33693450239"}),
    PayloadKind.BR_QR: (
        f"http://www.fazenda.sp.gov.br/nfce/qrcode?p={BRAZILIAN_KEY}|2|1|15|60.90|797a4759685578312f5859597a7|1|ABCD",
        {
            "seller_tax_id": "11222333000181", "invoice_number": "123", "issue_date": date(2026, 1, 15),
            "total_amount": Decimal("60.90"), "currency": "BRL",
        },
    ),
    PayloadKind.BR_KEY: (
        BRAZILIAN_KEY, {"seller_tax_id": "11222333000181", "invoice_number": "123", "currency": "BRL"},
    ),
    PayloadKind.BR_SERVICE_KEY: (
        "https://www.nfse.gov.br/ConsultaPublica/?tpc=1&chave=35503082211222333000181000000000004226011234567890",
        {"seller_tax_id": "11222333000181", "invoice_number": "42", "currency": "BRL"},
    ),
    PayloadKind.MX_CFDI: (
        ("https://verificacfdi.facturaelectronica.sat.gob.mx/default.aspx?id=5803EB8D-81CD-4557-8719-26632D2FA434"
        "&re=GODE561231GR8&rr=MUSA800101KL8&tt=0000014300.000000&fe=rH8/bw=="),
        {"seller_tax_id": "GODE561231GR8", "total_amount": Decimal("14300.00")},
    ),
    PayloadKind.PE_QR: (
        "20100066603|01|F001|12345|18.00|118.00|2026-01-15|6|20512333797|abcdef==|",
        {
            "seller_tax_id": "20100066603", "buyer_tax_id": "20512333797", "invoice_number": "F001-12345",
            "tax_amount": Decimal("18.00"), "total_amount": Decimal("118.00"), "issue_date": date(2026, 1, 15),
        },
    ),
    PayloadKind.CL_STAMP: (
        ('<TED version="1.0"><DD><RE>76086428-5</RE><TD>33</TD><F>27</F><FE>2026-09-08</FE><RR>12531909-2</RR>'
        "<RSR>JORGE GONZALEZ LTDA</RSR><MNT>502946</MNT><IT1>Cajón</IT1></DD></TED>"),
        {
            "seller_tax_id": "760864285", "buyer_tax_id": "125319092", "buyer_name": "JORGE GONZALEZ LTDA",
            "invoice_number": "27", "issue_date": date(2026, 9, 8), "total_amount": Decimal("502946.00"),
            "currency": "CLP",
        },
    ),
    PayloadKind.CO_QR: (
        ("NumFac: SETP990000002\nFecFac: 2026-06-20\nHorFac: 09:15:23-05:00\nNitFac: 900373115\nDocAdq: 8355990\n"
        "ValFac: 1500000.00\nValIva: 285000.00\nValOtroIm: 0.00\nValTolFac: 1785000.00\nCUFE: 941cf36af62dbb"),
        {
            "seller_tax_id": "900373115", "buyer_tax_id": "8355990", "invoice_number": "SETP990000002",
            "issue_date": date(2026, 6, 20), "net_amount": Decimal("1500000.00"),
            "tax_amount": Decimal("285000.00"), "total_amount": Decimal("1785000.00"),
        },
    ),
    PayloadKind.EC_KEY: (
        "2110201101179214673900110020010000000011234567813",
        {
            "issue_date": date(2011, 10, 21), "seller_tax_id": "1792146739001",
            "invoice_number": "002-001-000000001", "currency": "USD",
        },
    ),
    PayloadKind.PY_QR: (
        ("https://ekuatia.set.gov.py/consultas/qr?nVersion=150&Id=01800695906001001000014522026070214445678912"
        "&dFeEmiDE=323031&dRucRec=80016096&dTotGralOpe=110000&dTotIVA=10000&cItems=1"),
        {
            "seller_tax_id": "80069590-6", "invoice_number": "001-001-0000145", "issue_date": date(2026, 7, 2),
            "buyer_tax_id": "80016096", "total_amount": Decimal("110000.00"), "tax_amount": Decimal("10000.00"),
        },
    ),
    PayloadKind.UY_QR: (
        "https://www.efactura.dgi.gub.uy/consultaQR/cfe?210475730011,111,A,1234,1220.50,05/03/2026,AbC%2b=",
        {
            "seller_tax_id": "210475730011", "invoice_number": "A-1234", "total_amount": Decimal("1220.50"),
            "issue_date": date(2026, 3, 5),
        },
    ),
    PayloadKind.SA_ZATCA: (
        _tag_length_value("شركة النخيل", "310122393500003", "2026-04-25T15:30:00Z", "1150.00", "150.00"),
        {
            "seller_name": "شركة النخيل", "seller_vat_id": "310122393500003", "issue_date": date(2026, 4, 25),
            "total_amount": Decimal("1150.00"), "tax_amount": Decimal("150.00"), "currency": "SAR",
        },
    ),
    PayloadKind.IN_IRN: (
        _jwt(
            {
                "data": json.dumps(
                    {
                        "SellerGstin": "27AAPFU0939F1ZV", "BuyerGstin": "27AAACR5055K2Z6", "DocNo": "INV/26-27/7",
                        "DocTyp": "INV", "DocDt": "03/08/2026", "TotInvVal": 118000.5, "ItemCnt": 1, "Irn": "aa",
                    }
                ),
                "iss": "NIC",
            }
        ),
        {
            "seller_vat_id": "27AAPFU0939F1ZV", "invoice_number": "INV/26-27/7", "issue_date": date(2026, 8, 3),
            "total_amount": Decimal("118000.50"), "currency": "INR",
        },
    ),
    PayloadKind.CN_FAPIAO: (
        "01,10,044001900111,12345678,100.00,20260101,12345678901234567890,ABCD,",
        {
            "invoice_number": "12345678", "net_amount": Decimal("100.00"), "issue_date": date(2026, 1, 1),
            "currency": "CNY",
        },
    ),
    PayloadKind.TW_EINVOICE: (
        "AA123456781150702123400000064000000690000000012345678ydXZt4LAN1UHN/j1juVcRA==:**********:3:3:1:",
        {
            "invoice_number": "AA12345678", "issue_date": date(2026, 7, 2), "total_amount": Decimal("105.00"),
            "seller_tax_id": "12345678", "currency": "TWD",
        },
    ),
    PayloadKind.TR_EFATURA: (
        ('{"vkntckn":"1234567801","avkntckn":"9876543210","senaryo":"EARSIVFATURA","tip":"SATIS","tarih":"2026-11-02",'
        '"no":"ABC2026000000117","ettn":"x","parabirimi":"TRY","malhizmettoplam":"1000.00","kdvmatrah(20)":"1000.00",'
        '"hesaplanankdv(20)":"200.00","vergidahil":"1200.00","odenecek":"1200.00"}'),
        {
            "seller_tax_id": "1234567801", "buyer_tax_id": "9876543210", "issue_date": date(2026, 11, 2),
            "invoice_number": "ABC2026000000117", "currency": "TRY", "tax_amount": Decimal("200.00"),
            "total_amount": Decimal("1200.00"), "amount_due": Decimal("1200.00"),
        },
    ),
    PayloadKind.RU_RECEIPT: (
        "t=20260101T1200&s=100.00&fn=9289000100405801&i=12345&fp=1234567890&n=1",
        {"issue_date": date(2026, 1, 1), "total_amount": Decimal("100.00"), "currency": "RUB"},
    ),
    PayloadKind.CH_QR_BILL: (
        "\r\n".join(SWISS),
        {
            "iban": "CH4431999123000889012", "seller_name": "Schreinerei Muster AG", "buyer_name": "Blumen Meier",
            "amount_due": Decimal("1949.75"), "currency": "CHF", "reference": "210000000003139471430009017",
            "invoice_number": "10201409", "issue_date": date(2026, 5, 12), "seller_vat_id": "CHE106017086",
        },
    ),
    PayloadKind.EPC: (
        "BCD\n002\n1\nSCT\nBYLADEM1001\nNorddruck GmbH\nDE02120300000000202051\nEUR1190.00\n\nRF18539007547034\n",
        {
            "bic": "BYLADEM1001", "seller_name": "Norddruck GmbH", "iban": "DE02120300000000202051",
            "amount_due": Decimal("1190.00"), "currency": "EUR", "reference": "RF18539007547034",
        },
    ),
    PayloadKind.CZ_SPAYD: (
        "SPD*1.0*ACC:CZ6508000000192000145399+GIBACZPX*AM:480.50*CC:CZK*DT:20260131*X-VS:1234567890",
        {
            "iban": "CZ6508000000192000145399", "bic": "GIBACZPX", "currency": "CZK", "due_date": date(2026, 1, 31),
            "amount_due": Decimal("480.50"), "reference": "1234567890",
        },
    ),
    PayloadKind.HR_HUB3: (
        ("HRVHUB30\nEUR\n000000000012355\nZELJKO SENEKOVIC\nIVANECKA 125\n42000 VARAZDIN\n2DBK d.d.\nALKARSKI PROLAZ 13B\n"
        "21230 SINJ\nHR1210010051863000160\nHR01\n7269-68949637676-00019\nCOST\nTroskovi\n"),
        {
            "currency": "EUR", "amount_due": Decimal("123.55"), "buyer_name": "ZELJKO SENEKOVIC",
            "seller_name": "2DBK d.d.", "iban": "HR1210010051863000160", "reference": "HR017269-68949637676-00019",
        },
    ),
    PayloadKind.SI_UPN: (
        ("UPNQR\n\n\n\n\nJanez Novak\nDunajska 1\n1000 Ljubljana\n00000012050\n\n\nOTHR\nRačun 7\n31.01.2026\n"
        "SI56263300012039086\nSI00225268-32526-222\nPodjetje d.o.o.\nLesarska 10\n1000 Ljubljana\n197\n"),
        {
            "buyer_name": "Janez Novak", "amount_due": Decimal("120.50"), "due_date": date(2026, 1, 31),
            "iban": "SI56263300012039086", "reference": "SI00225268-32526-222", "seller_name": "Podjetje d.o.o.",
            "currency": "EUR",
        },
    ),
    PayloadKind.SK_PAY_BY_SQUARE: (
        _by_square("FV7", "1", "1", "480.5", "EUR", "20260131", "2026117", "0308", "", "", "Faktúra", "1",
                   "SK9611000000002918599669", "TATRSKBX", "0", "0", "Firma s.r.o.", "", ""),
        {
            "invoice_number": "FV7", "amount_due": Decimal("480.50"), "currency": "EUR",
            "due_date": date(2026, 1, 31), "reference": "2026117", "iban": "SK9611000000002918599669",
        },
    ),
    PayloadKind.PL_TRANSFER: (
        "5265877635|PL|61109010140000071219812874|012300|Firma sp. z o.o.|FV 7/2026|||",
        {
            "seller_vat_id": "5265877635", "iban": "PL61109010140000071219812874", "amount_due": Decimal("123.00"),
            "seller_name": "Firma sp. z o.o.", "currency": "PLN",
        },
    ),
    PayloadKind.RS_IPS: (
        "K:PR|V:01|C:1|R:845000000040484987|N:JP EPS BEOGRAD\r\nBALKANSKA 13|I:RSD3596,13|SF:189|S:Racun|RO:97163220",
        {
            "account": "845000000040484987", "seller_name": "JP EPS BEOGRAD", "amount_due": Decimal("3596.13"),
            "currency": "RSD", "reference": "97163220",
        },
    ),
    PayloadKind.FI_BAR_CODE: (
        "458101710000001220004829900000000559582243294671260131",
        {
            "iban": "FI5810171000000122", "amount_due": Decimal("482.99"), "currency": "EUR",
            "reference": "559582243294671", "due_date": date(2026, 1, 31),
        },
    ),
    PayloadKind.SE_UQR: (
        ('{"uqr":1,"tp":1,"nme":"Test AB","cid":"555555-5555","iref":"52456","idt":"20260131","ddt":"20260228",'
        '"due":1250.5,"vat":250.1,"pt":"BG","acc":"433-8778"}'),
        {
            "seller_name": "Test AB", "invoice_number": "52456", "issue_date": date(2026, 1, 31),
            "due_date": date(2026, 2, 28), "amount_due": Decimal("1250.50"), "tax_amount": Decimal("250.10"),
            "currency": "SEK", "account": "433-8778",
        },
    ),
    PayloadKind.EMV: (
        _with_check_sum(
            "00020126580014br.gov.bcb.pix0136123e4567-e12b-12d1-a456-4266554400005204000053039865406119.005802BR5913"
            "Fulano de Tal6008BRASILIA62070503***6304"
        ),
        {"currency": "BRL", "amount_due": Decimal("119.00"), "seller_name": "Fulano de Tal"},
    ),
    PayloadKind.IN_UPI: (
        "upi://pay?pa=shop@upi&pn=Shop%20Ltd&am=118.00&cu=INR&tn=INV-7",
        {"seller_name": "Shop Ltd", "amount_due": Decimal("118.00"), "currency": "INR"},
    ),
}  # fmt: skip
