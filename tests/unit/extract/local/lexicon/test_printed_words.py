"""Words that programs print on invoices and on what comes with them, in languages whose own words are easily missed."""

import pytest

from functions.extract.local.fields.document_kind import titles_of
from functions.extract.local.fields.parties.role_labels import role_of
from functions.extract.local.lexicon.kinds import Label, PartyRole
from functions.extract.local.mentions.labels import find_labels
from shared.domain.document_kinds import DocumentKind
from tests.support.documents import layout_of

SEVERAL = {
    "bg": {"quotation": "Номер на оферта", "valid": "Валидно до", "tax": "Данъци", "due": "Остатък за плащане"},
    "cs": {"quotation": "Číslo nabídky", "valid": "Platnost do", "tax": "Daň", "due": "Splatná částka"},
    "da": {"quotation": "Tilbudsnummer", "valid": "Gyldig til", "tax": "Momsbeløb", "due": "Resterende beløb"},
    "el": {"quotation": "Αριθμός προσφοράς", "valid": "Ισχύει έως", "tax": "Φόρος", "due": "Ποσό οφειλής"},
    "et": {"quotation": "Pakkumise number", "valid": "Kehtib kuni", "tax": "Maksud", "due": "Võlgnevus"},
    "fi": {"quotation": "Tarjouksen numero", "valid": "Voimassa asti", "tax": "Arvonlisävero", "due": "Maksamatta"},
    "hu": {"quotation": "Ajánlat száma", "valid": "Érvényesség", "tax": "Adó", "due": "Fennmaradó összeg"},
    "id": {"quotation": "Nomor Penawaran", "valid": "Berlaku hingga", "tax": "Pajak", "due": "Sisa Tagihan"},
    "lt": {"quotation": "Pasiūlymo numeris", "valid": "Galioja iki", "tax": "Mokesčiai", "due": "Likutis"},
    "lv": {"quotation": "Piedāvājuma numurs", "valid": "Derīgs līdz", "tax": "Nodokļi", "due": "Atlikums"},
    "nl": {"quotation": "Offertenummer", "valid": "Geldig tot", "tax": "Belasting", "due": "Openstaand bedrag"},
    "no": {"quotation": "Tilbudsnummer", "valid": "Gyldig til", "tax": "Avgift", "due": "Gjenstående beløp"},
    "pl": {"quotation": "Numer oferty", "valid": "Ważne do", "tax": "Podatek", "due": "Pozostała kwota"},
    "pt": {"quotation": "Número do orçamento", "valid": "Válido até", "tax": "Imposto", "due": "Quantia devida"},
    "ru": {"quotation": "Номер предложения", "valid": "Действительно до", "tax": "Налоги", "due": "Остаток к оплате"},
    "sl": {"quotation": "Številka ponudbe", "valid": "Veljavno do", "tax": "Davki", "due": "Dolgovani znesek"},
    "sv": {"quotation": "Offertnummer", "valid": "Giltig till", "tax": "Skattebelopp", "due": "Kvar att betala"},
    "tr": {"quotation": "Teklif No", "valid": "Geçerlilik tarihi", "tax": "Vergi", "due": "Kalan tutar"},
    "uk": {"quotation": "Номер пропозиції", "valid": "Дійсний до", "tax": "Податки", "due": "Залишок до сплати"},
    "vi": {"quotation": "Số báo giá", "valid": "Ngày hết hiệu lực", "tax": "Thuế", "due": "Còn phải trả"},
}
"""Language -> what is meant -> the word."""

MEANT = {
    "quotation": (Label.OTHER_NUMBER, "AB-4711"),
    "valid": (Label.OTHER_DATE, "12.03.2026"),
    "tax": (Label.TAX, "120,50"),
    "due": (Label.DUE, "120,50"),
}
"""What is meant -> its label and a value."""


@pytest.mark.parametrize("language", SEVERAL)
@pytest.mark.parametrize("meant", MEANT)
def test_the_word_is_the_label_of_the_value_behind_it(language: str, meant: str) -> None:
    word = SEVERAL[language][meant]
    label, value = MEANT[meant]
    found = find_labels(layout_of(f"{word}: {value}"), (language,))
    assert [(one.label, one.text) for one in found] == [(label, word)]


@pytest.mark.parametrize(
    ("word", "role"),
    [
        ("Faktura pro", PartyRole.BUYER),
        ("Wysyłka do", PartyRole.OTHER),
        ("Siųsti į", PartyRole.OTHER),
        ("Račun za", PartyRole.BUYER),
        ("Αποστολή σε", PartyRole.OTHER),
        ("ที่อยู่สำหรับจัดส่ง", PartyRole.OTHER),
        ("帳單地址", PartyRole.BUYER),
        ("开票方", PartyRole.SELLER),
        ("Adresă de facturare", PartyRole.BUYER),
        ("Kliendi nimi", PartyRole.BUYER),
        ("Адрес плательщика", PartyRole.BUYER),
        ("配送先住所", PartyRole.OTHER),
    ],
)
def test_the_word_is_the_role_of_a_party(word: str, role: PartyRole) -> None:
    found = role_of(word)
    assert found is not None
    assert found.role is role


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Salgsordre", DocumentKind.ORDER),
        ("Satış Siparişi", DocumentKind.ORDER),
        ("Zlecenie sprzedaży", DocumentKind.ORDER),
        ("Müügipakkumine", DocumentKind.QUOTATION),
        ("Penawaran", DocumentKind.QUOTATION),
        ("Nota d'enviament", DocumentKind.DELIVERY_NOTE),
        ("貸項通知單", DocumentKind.CREDIT_NOTE),
    ],
)
def test_the_word_is_the_title_of_a_document(title: str, kind: DocumentKind) -> None:
    assert [one.kind for one in titles_of(layout_of(title).segments)] == [kind]
