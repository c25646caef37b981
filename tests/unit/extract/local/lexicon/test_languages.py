"""A small invented invoice in every language of the lexicon, through the whole extractor."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from functions.extract.local import extract_locally
from functions.extract.local.lexicon.files import languages
from functions.extract.local.lexicon.kinds import Label
from functions.extract.local.mentions.labels import find_labels
from tests.support.documents import layout_of, printed


@dataclass(frozen=True, kw_only=True)
class Printed:
    """The words of one invoice; the sums are 1 000,00 + `tax` = `total`."""

    number: str
    issued: str
    due: str
    seller: str
    buyer: str
    columns: tuple[str, str, str, str]  # what is sold, quantity, price, amount
    net: str
    tax: str
    total: str
    names: tuple[str, str]
    streets: tuple[str, str]
    towns: tuple[str, str]
    rate: int
    currency: str
    dates: tuple[str, str] = ("14.03.2026", "13.04.2026")

    def text(self) -> str:
        tax, total = f"{self.rate * 10},00", f"1.{self.rate * 10:03d},00"
        what, quantity, price, amount = self.columns
        sold = f"Alpha 27{'':34}10{'':15}100,00{'':13}1.000,00"
        return f"""
{self.number} 2026-0417

{self.seller:54}{self.buyer}
{self.names[0]:54}{self.names[1]}
{self.streets[0]:54}{self.streets[1]}
{self.towns[0]:54}{self.towns[1]}

{self.issued}: {self.dates[0]}
{self.due}: {self.dates[1]}

{what:42}{quantity:17}{price:19}{amount}
{sold}

{self.net:>60}    1.000,00 {self.currency}
{f"{self.tax} {self.rate}%":>60}    {tax} {self.currency}
{self.total:>60}    {total} {self.currency}
"""


INVOICES = {
    "id": Printed(
        number="Nomor Faktur",
        issued="Tanggal Faktur",
        due="Jatuh Tempo",
        seller="Penjual",
        buyer="Kepada Yth.",
        columns=("Nama Barang", "Kuantitas", "Harga Satuan", "Jumlah"),
        net="Dasar Pengenaan Pajak",
        tax="PPN",
        total="Total Tagihan",
        names=("PT Cahaya Kertas", "CV Rasa Sejati"),
        streets=("Jalan Merdeka 12", "Jalan Pajajaran 118"),
        towns=("Jakarta 10110", "Bogor 16143"),
        rate=11,
        currency="IDR",
        dates=("14 Maret 2026", "13 April 2026"),
    ),
    "pl": Printed(
        number="Faktura VAT nr",
        issued="Data wystawienia",
        due="Termin płatności",
        seller="Sprzedawca",
        buyer="Nabywca",
        columns=("Nazwa towaru lub usługi", "Ilość", "Cena netto", "Wartość netto"),
        net="Razem netto",
        tax="Kwota VAT",
        total="Do zapłaty",
        names=("Drukarnia Wisła Sp. z o.o.", "Hurtownia Bałtyk S.A."),
        streets=("ul. Długa 12", "ul. Morska 5"),
        towns=("00-238 Warszawa", "81-225 Gdynia"),
        rate=23,
        currency="PLN",
    ),
    "cs": Printed(
        number="Faktura - daňový doklad č.",
        issued="Datum vystavení",
        due="Datum splatnosti",
        seller="Dodavatel",
        buyer="Odběratel",
        columns=("Označení dodávky", "Množství", "Cena za MJ", "Celkem"),
        net="Základ daně",
        tax="DPH",
        total="Celkem k úhradě",
        names=("Tiskárna Vltava s.r.o.", "Velkoobchod Morava a.s."),
        streets=("Dlouhá 12", "Nádražní 5"),
        towns=("110 00 Praha 1", "602 00 Brno"),
        rate=21,
        currency="Kč",
    ),
    "sk": Printed(
        number="Faktúra č.",
        issued="Dátum vyhotovenia",
        due="Dátum splatnosti",
        seller="Dodávateľ",
        buyer="Odberateľ",
        columns=("Názov položky", "Množstvo", "Jedn. cena", "Spolu"),
        net="Základ dane",
        tax="DPH",
        total="Suma na úhradu",
        names=("Tlačiareň Dunaj s.r.o.", "Veľkosklad Tatry a.s."),
        streets=("Dlhá ulica 12", "Staničná 5"),
        towns=("811 02 Bratislava", "040 01 Košice"),
        rate=23,
        currency="EUR",
    ),
    "da": Printed(
        number="Faktura nr.",
        issued="Fakturadato",
        due="Forfaldsdato",
        seller="Sælger",
        buyer="Faktureres til",
        columns=("Beskrivelse", "Antal", "Stk. pris", "Beløb"),
        net="Subtotal ekskl. moms",
        tax="Moms",
        total="Total inkl. moms",
        names=("Trykkeriet Aarhus ApS", "Engroslageret Fyn A/S"),
        streets=("Søndergade 12", "Havnevej 5"),
        towns=("8000 Aarhus C", "5000 Odense C"),
        rate=25,
        currency="DKK",
    ),
    "sv": Printed(
        number="Fakturanummer",
        issued="Fakturadatum",
        due="Förfallodatum",
        seller="Säljare",
        buyer="Fakturaadress",
        columns=("Benämning", "Antal", "À-pris", "Belopp"),
        net="Summa exkl. moms",
        tax="Moms",
        total="Att betala",
        names=("Tryckeriet Mälaren AB", "Grossisten Vättern AB"),
        streets=("Storgatan 12", "Hamnvägen 5"),
        towns=("111 22 Stockholm", "553 16 Jönköping"),
        rate=25,
        currency="SEK",
    ),
    "no": Printed(
        number="Fakturanr.",
        issued="Fakturadato",
        due="Forfallsdato",
        seller="Selger",
        buyer="Fakturaadresse",
        columns=("Beskrivelse", "Antall", "Enhetspris", "Beløp"),
        net="Sum eks. mva",
        tax="MVA",
        total="Å betale",
        names=("Trykkeriet Fjord AS", "Grossisten Fjell AS"),
        streets=("Storgata 12", "Havneveien 5"),
        towns=("0184 Oslo", "5003 Bergen"),
        rate=25,
        currency="NOK",
    ),
    "fi": Printed(
        number="Laskun numero",
        issued="Laskun päivämäärä",
        due="Eräpäivä",
        seller="Myyjä",
        buyer="Ostaja",
        columns=("Kuvaus", "Määrä", "Yksikköhinta", "Yhteensä"),
        net="Veroton yhteensä",
        tax="ALV",
        total="Maksettava yhteensä",
        names=("Kirjapaino Saimaa Oy", "Tukkuliike Lappi Oy"),
        streets=("Pitkäkatu 12", "Satamakatu 5"),
        towns=("00100 Helsinki", "96100 Rovaniemi"),
        rate=24,
        currency="EUR",
    ),
    "hu": Printed(
        number="Számla sorszáma:",
        issued="Számla kelte",
        due="Fizetési határidő",
        seller="Eladó",
        buyer="Vevő",
        columns=("Megnevezés", "Mennyiség", "Egységár", "Nettó érték"),
        net="Nettó összesen",
        tax="ÁFA",
        total="Fizetendő összesen",
        names=("Duna Nyomda Kft.", "Tisza Nagyker Kft."),
        streets=("Hosszú utca 12", "Fő tér 5"),
        towns=("1051 Budapest", "6720 Szeged"),
        rate=27,
        currency="HUF",
        dates=("2026.03.14.", "2026.04.13."),
    ),
    "ro": Printed(
        number="Factura nr.",
        issued="Data emiterii",
        due="Data scadenței",
        seller="Furnizor",
        buyer="Cumpărător",
        columns=("Denumirea produselor", "Cantitate", "Preț unitar", "Valoare"),
        net="Total fără TVA",
        tax="TVA",
        total="Total de plată",
        names=("Tipografia Carpați SRL", "Depozitul Dunărea SA"),
        streets=("Strada Lungă 12", "Bd. Unirii 5"),
        towns=("010101 București", "400001 Cluj-Napoca"),
        rate=21,
        currency="RON",
    ),
    "el": Printed(
        number="Αριθμός τιμολογίου",
        issued="Ημερομηνία έκδοσης",
        due="Ημερομηνία λήξης",
        seller="Προμηθευτής",
        buyer="Πελάτης",
        columns=("Περιγραφή", "Ποσότητα", "Τιμή μονάδας", "Αξία"),
        net="Καθαρή αξία",
        tax="ΦΠΑ",
        total="Πληρωτέο ποσό",
        names=("Τυπογραφείο Αιγαίο Α.Ε.", "Αποθήκη Όλυμπος ΕΠΕ"),
        streets=("Οδός Ερμού 12", "Λεωφόρος Νίκης 5"),
        towns=("10563 Αθήνα", "54624 Θεσσαλονίκη"),
        rate=24,
        currency="EUR",
    ),
    "tr": Printed(
        number="Fatura No:",
        issued="Düzenleme Tarihi",
        due="Son Ödeme Tarihi",
        seller="Satıcı",
        buyer="Alıcı",
        columns=("Mal Hizmet", "Miktar", "Birim Fiyat", "Mal Hizmet Tutarı"),
        net="Mal Hizmet Toplam Tutarı",
        tax="Hesaplanan KDV",
        total="Ödenecek Tutar",
        names=("Boğaz Matbaacılık Ltd. Şti.", "Toros Toptan A.Ş."),
        streets=("Uzun Cad. No: 12", "Liman Sok. No: 5"),
        towns=("34000 İstanbul", "33000 Mersin"),
        rate=20,
        currency="TL",
    ),
    "bg": Printed(
        number="Фактура №",
        issued="Дата на издаване",
        due="Срок за плащане",
        seller="Доставчик",
        buyer="Получател",
        columns=("Наименование на стоката", "Количество", "Ед. цена", "Стойност"),
        net="Данъчна основа",
        tax="ДДС",
        total="Сума за плащане",
        names=("Печатница Родопи ЕООД", "Склад Марица ООД"),
        streets=("ул. Дълга 12", "бул. Сливница 5"),
        towns=("1000 София", "4000 Пловдив"),
        rate=20,
        currency="лв.",
    ),
    "hr": Printed(
        number="Račun br.",
        issued="Datum izdavanja",
        due="Datum dospijeća",
        seller="Prodavatelj",
        buyer="Kupac",
        columns=("Naziv robe/usluge", "Količina", "Cijena", "Iznos"),
        net="Osnovica",
        tax="PDV",
        total="Ukupno za platiti",
        names=("Tiskara Sava d.o.o.", "Veletrgovina Drava d.d."),
        streets=("Duga ulica 12", "Obala 5"),
        towns=("10000 Zagreb", "21000 Split"),
        rate=25,
        currency="EUR",
    ),
    "ca": Printed(
        number="Factura núm.",
        issued="Data d'emissió",
        due="Data de venciment",
        seller="Proveïdor",
        buyer="Dades del client",
        columns=("Descripció", "Quantitat", "Preu unitari", "Import"),
        net="Base imposable",
        tax="Quota IVA",
        total="Total factura",
        names=("Impremta Montseny S.L.", "Magatzem Ter S.A."),
        streets=("Carrer Llarg 12", "Avinguda del Port 5"),
        towns=("08002 Barcelona", "17001 Girona"),
        rate=21,
        currency="EUR",
    ),
    "sl": Printed(
        number="Račun št.",
        issued="Datum izdaje",
        due="Rok plačila",
        seller="Prodajalec",
        buyer="Kupec",
        columns=("Naziv blaga", "Količina", "Cena na enoto", "Znesek"),
        net="Osnova za DDV",
        tax="Znesek DDV",
        total="Skupaj za plačilo",
        names=("Tiskarna Soča d.o.o.", "Skladišče Triglav d.d."),
        streets=("Dolga ulica 12", "Glavni trg 5"),
        towns=("1000 Ljubljana", "2000 Maribor"),
        rate=22,
        currency="EUR",
    ),
    "et": Printed(
        number="Arve nr",
        issued="Arve kuupäev",
        due="Maksetähtaeg",
        seller="Müüja",
        buyer="Ostja",
        columns=("Kauba nimetus", "Kogus", "Hind", "Summa"),
        net="Summa käibemaksuta",
        tax="Käibemaks",
        total="Kokku tasuda",
        names=("Trükikoda Peipsi OÜ", "Hulgiladu Emajõgi AS"),
        streets=("Pikk tänav 12", "Sadama tänav 5"),
        towns=("10123 Tallinn", "51003 Tartu"),
        rate=22,
        currency="EUR",
    ),
    "lt": Printed(
        number="PVM sąskaita faktūra Nr.",
        issued="Išrašymo data",
        due="Apmokėti iki",
        seller="Pardavėjas",
        buyer="Pirkėjas",
        columns=("Prekės pavadinimas", "Kiekis", "Kaina", "Suma"),
        net="Suma be PVM",
        tax="PVM suma",
        total="Iš viso mokėti",
        names=("Spaustuvė Nemunas UAB", "Sandėlis Neris UAB"),
        streets=("Ilgoji gatvė 12", "Uosto gatvė 5"),
        towns=("01100 Vilnius", "91001 Klaipėda"),
        rate=21,
        currency="EUR",
        dates=("2026-03-14", "2026-04-13"),
    ),
    "lv": Printed(
        number="Rēķins Nr.",
        issued="Rēķina datums",
        due="Apmaksas termiņš",
        seller="Piegādātājs",
        buyer="Saņēmējs",
        columns=("Nosaukums", "Daudzums", "Cena", "Summa"),
        net="Summa bez PVN",
        tax="PVN",
        total="Kopā apmaksai",
        names=("SIA Daugavas Druka", "SIA Gaujas Noliktava"),
        streets=("Garā iela 12", "Ostas iela 5"),
        towns=("Rīga, LV-1010", "Liepāja, LV-3401"),
        rate=21,
        currency="EUR",
    ),
    "ru": Printed(
        number="Счет на оплату №",
        issued="Дата счета",
        due="Оплатить до",
        seller="Поставщик",
        buyer="Покупатель",
        columns=("Наименование товара", "Количество", "Цена", "Сумма"),
        net="Итого без НДС",
        tax="НДС",
        total="Всего к оплате",
        names=("ООО «Типография Волга»", "АО «Склад Ока»"),
        streets=("ул. Длинная 12", "пр-т Мира 5"),
        towns=("101000 Москва", "190000 Санкт-Петербург"),
        rate=20,
        currency="руб.",
    ),
    "uk": Printed(
        number="Рахунок на оплату №",
        issued="Дата рахунку",
        due="Сплатити до",
        seller="Постачальник",
        buyer="Покупець",
        columns=("Найменування", "Кількість", "Ціна без ПДВ", "Сума без ПДВ"),
        net="Разом без ПДВ",
        tax="ПДВ",
        total="Всього до сплати",
        names=("ТОВ «Друкарня Дніпро»", "ПП «Склад Десна»"),
        streets=("вул. Довга 12", "вул. Портова 5"),
        towns=("01001 Київ", "79000 Львів"),
        rate=20,
        currency="грн",
    ),
    "vi": Printed(
        number="Số hóa đơn:",
        issued="Ngày lập",
        due="Hạn thanh toán",
        seller="Đơn vị bán hàng",
        buyer="Khách hàng",
        columns=("Tên hàng hóa, dịch vụ", "Số lượng", "Đơn giá", "Thành tiền"),
        net="Cộng tiền hàng",
        tax="Tiền thuế GTGT",
        total="Tổng cộng tiền thanh toán",
        names=("Công ty TNHH In Sông Hồng", "Công ty Cổ phần Kho Cửu Long"),
        streets=("12 Phố Dài", "5 Đường Cảng"),
        towns=("100000 Hà Nội", "700000 Hồ Chí Minh"),
        rate=10,
        currency="đ",
        dates=("14/03/2026", "13/04/2026"),
    ),
    "ms": Printed(
        number="No. Invois",
        issued="Tarikh Invois",
        due="Tarikh Akhir Bayaran",
        seller="Penjual",
        buyer="Kepada",
        columns=("Perkara", "Kuantiti", "Harga Seunit", "Jumlah"),
        net="Jumlah Kecil",
        tax="Cukai Perkhidmatan",
        total="Jumlah Besar",
        names=("Kertas Cahaya SDN BHD", "Rasa Sejati SDN BHD"),
        streets=("Jalan Merdeka 12", "Jalan Ampang 118"),
        towns=("50480 Kuala Lumpur", "40150 Shah Alam"),
        rate=8,
        currency="MYR",
    ),
    "th": Printed(
        number="เลขที่ใบกำกับภาษี",
        issued="วันที่ออก",
        due="วันครบกำหนด",
        seller="ผู้ขายสินค้า",
        buyer="ชื่อลูกค้า",
        columns=("รายการ", "จำนวน", "ราคาต่อหน่วย", "จำนวนเงิน"),
        net="รวมเป็นเงิน",
        tax="ภาษีมูลค่าเพิ่ม",
        total="จำนวนเงินรวมทั้งสิ้น",
        names=("บริษัท แสงกระดาษ จำกัด", "บริษัท รสไทย จำกัด"),
        streets=("12 ถนนสุขุมวิท", "118 ถนนพระราม 4"),
        towns=("กรุงเทพมหานคร 10110", "กรุงเทพมหานคร 10500"),
        rate=7,
        currency="THB",
        dates=("14 มีนาคม 2569", "13 เมษายน 2569"),
    ),
}


@pytest.mark.parametrize("language", INVOICES)
def test_an_invoice_of_each_language_is_read(language: str) -> None:
    invoice = INVOICES[language]

    data = extract_locally(printed(invoice.text())).data

    assert {
        "number": data.invoice_number,
        "issued": str(data.issue_date),
        "due": str(data.due_date),
        "net": data.net_amount,
        "tax": data.tax_amount,
        "total": data.total_amount,
        "seller": data.seller.name,
        "buyer": data.buyer.name,
    } == {
        "number": "2026-0417",
        "issued": "2026-03-14",
        "due": "2026-04-13",
        "net": Decimal(1000),
        "tax": Decimal(invoice.rate * 10),
        "total": Decimal(1000 + invoice.rate * 10),
        "seller": invoice.names[0],
        "buyer": invoice.names[1],
    }


JAPANESE = """
請求書

株式会社サンプル 御中                                 請求書番号: INV-2026-0417
東京都千代田区丸の内1-1-1                            発行日: 2026年3月14日
                                                    お支払期限: 2026年4月30日

                                                    山田印刷株式会社
                                                    大阪府大阪市北区梅田2-2-2

品名                     数量         単価            金額
印刷サービス               10         1,000          10,000

                                          小計        10,000
                                       消費税(10%)      1,000
                                          合計        11,000円
"""
KOREAN = """
청 구 서

주식회사 보기 귀중                                   청구번호: 2026-0417
서울특별시 중구 세종대로 110                          작성일자: 2026년 3월 14일
                                                    납부기한: 2026년 4월 30일

                                                    주식회사 산인쇄
                                                    부산광역시 중구 중앙대로 2

품목                     수량         단가            금액
인쇄                      10         1,000          10,000

                                        공급가액       10,000
                                        부가세(10%)     1,000
                                        합계금액       11,000원
"""
CHINESE = """
增值税电子普通发票
发票号码: 12345678                      开票日期: 2026年03月14日
项目名称         数量      单价      金额
印刷服务          10     100.00   1000.00

                            小计   1000.00
                         增值税13%    130.00
                 价税合计（小写）   ¥1130.00
"""
ARABIC = """
ضريبية فاتورة
20260417 الفاتورة: رقم
2026-03-14 الفاتورة: تاريخ
2026-04-13 الاستحقاق: تاريخ
1000.00      الفرعي المجموع
150.00      15% المضافة القيمة ضريبة
SAR 1150.00      الضريبة شامل الإجمالي
"""
"""As it is seen: the words of a line from left to right, the first one at its right end."""


@pytest.mark.parametrize(
    ("text", "number", "due", "sums", "currency"),
    [
        (JAPANESE, "INV-2026-0417", date(2026, 4, 30), (10000, 1000, 11000), "JPY"),
        (KOREAN, "2026-0417", date(2026, 4, 30), (10000, 1000, 11000), "KRW"),
        (CHINESE, "12345678", None, (1000, 130, 1130), "CNY"),
        (ARABIC, "20260417", date(2026, 4, 13), (1000, 150, 1150), "SAR"),
    ],
    ids=["ja", "ko", "zh", "ar"],
)
def test_the_head_and_the_sums_of_scripts_without_blanks_or_from_right_to_left_are_read(
    text: str, number: str, due: date | None, sums: tuple[int, int, int], currency: str
) -> None:
    data = extract_locally(printed(text)).data

    assert data.invoice_number == number
    assert (data.issue_date, data.due_date) == (date(2026, 3, 14), due)
    assert (data.net_amount, data.tax_amount, data.total_amount) == tuple(map(Decimal, sums))
    assert data.currency == currency


def test_a_label_ends_inside_a_run_of_characters_where_no_blanks_are_written() -> None:
    [label] = find_labels(layout_of("請求書番号INV-2026-001"))

    assert (label.text, label.label) == ("請求書番号", Label.INVOICE_NUMBER)


def test_every_language_has_the_labels_of_a_whole_invoice() -> None:
    needed = {"invoice_number", "issue_date", "due_date", "net", "tax", "total"}

    for code, language in languages().items():
        assert needed <= {kind.value for kind in language.labels}, code


FROM_RIGHT = """
                                                                              للتجارة الخليج مؤسسة
                                                                                الرياض العليا شارع

                        2026/09/21          الفاتورة تاريخ             GC-5518        الفاتورة رقم
                    2026/10/21         الاستحقاق تاريخ      الحديث البناء شركة          العميل اسم

                            المبلغ             السعر          الكمية                         الوصف
                         14,000.00             40.00             350                          دهان

                                                   14,000.00                  الضريبة قبل الإجمالي
                                                    2,100.00              15% المضافة القيمة ضريبة
                                                   16,100.00                 الضريبة شامل الإجمالي
"""
"""As it is seen: the labels at the right of their values."""


def test_a_page_that_is_read_from_right_to_left_has_its_values_at_the_left_of_their_labels() -> None:
    data = extract_locally(printed(FROM_RIGHT)).data

    assert data.invoice_number == "GC-5518"
    assert (data.issue_date, data.due_date) == (date(2026, 9, 21), date(2026, 10, 21))
    assert (data.seller.name, data.buyer.name) == ("مؤسسة الخليج للتجارة", "شركة البناء الحديث")
    assert (data.net_amount, data.tax_amount, data.total_amount) == tuple(map(Decimal, (14000, 2100, 16100)))
    assert [(line.description, str(line.net_amount)) for line in data.lines] == [("دهان", "14000.00")]
