import pytest

from functions.extract.local.mentions.addresses import LineKind, country_of, find_addresses, joined, kind_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("80333 München", LineKind.POSTAL),
        ("DE 80333 München", LineKind.POSTAL),
        ("3012 CN Rotterdam", LineKind.POSTAL),
        ("San Jose, CA 95112", LineKind.POSTAL),
        ("London SW1B 3BN", LineKind.POSTAL),
        ("1250-096 Lisboa", LineKind.POSTAL),
        ("Cork, T23 XN88", LineKind.POSTAL),
        ("Gornje Selo 47,21325 Tučepi", LineKind.POSTAL),
        ("Bathurst NSW 2795", LineKind.POSTAL),
        ("Nagoya 460-0008, Japan", LineKind.POSTAL),
        ("Grote Markt 5, 9300 Aalst", LineKind.POSTAL),
        ("Kungsgatan 12, 602 24 Norrköping", LineKind.POSTAL),
        ("Delivered May 5, 2025 Total", LineKind.BREAK),
        ("Dhaka 1212, Bangladesh", LineKind.POSTAL),
        ("Punto de Venta: 00003 Comp. Nro: 00000871", LineKind.BREAK),
        ("Auftrag 99977", LineKind.BREAK),
        ("Fakturanummer 20417", LineKind.BREAK),
        ("PO Box 1188", LineKind.STREET),
        ("BP 4471", LineKind.STREET),
        ("37044 TOURS CEDEX 1", LineKind.POSTAL),
        ("Lieferantenstraße 20", LineKind.STREET),
        ("1242 chemin de l'olive", LineKind.STREET),
        ("8466 Castleton Corner Drive", LineKind.STREET),
        ("Weena 664", LineKind.NUMBERED),
        ("Selangor Darul Ehsan, Malaysia", LineKind.REGION),
        ("Tel: 03-7726 3111", LineKind.BREAK),
        ("TAX INVOICE", LineKind.BREAK),
        ("(789417-W)", LineKind.BREAK),
        ("12/03/2018 10:24", LineKind.BREAK),
        ("Kunden AG Mitte", LineKind.OTHER),
    ],
)
def test_kinds_of_lines(text: str, kind: LineKind) -> None:
    assert kind_of(text) is kind


@pytest.mark.parametrize(
    "lines",
    [
        ["Alpha GmbH", "|Musterstr. 12", "12345 Musterstadt|", "Tel. 0123"],
        [
            "ALPHA SDN BHD",
            "(123456-X)",
            "|NO.53 JALAN PUTRA 1,",
            "TAMAN SRI PUTRA,",
            "81200 JOHOR BAHRU",
            "JOHOR|",
            "TEL:07",
        ],
        ["Alpha", "|Lot 50, Floor 2, Sky Avenue", "Pahang, 69000 Pahang|", "Guest check"],
        ["ALPHA", "(1219716-T)", "|PARADIGM MALL", "LOT NO.: 4F-27 & 4FK-38, 4TH FLOOR", "JALAN BESAR 2|", "TEL:1"],
        ["ALPHA", "|LOT 11995, BATU 2, JALAN KAPAR", "41400 KLANG, SELANGOR|", "TEL:1"],
        ["ALPHA", "|Jalan Batu 1", "28700 Bentong", "Pahang Darul Makmur.|", "Tel : 09"],
        ["Alpha BV", "|Weena 664", "3012 CN Rotterdam", "Nederland|", "KvK 24330087"],
        ["Alpha Ltd", "|23 Main Street", "Marineville 1011|", "Phone 12"],
        ["Alpha", "|14 Boulevard Quay", "Wellington", "NEW ZEALAND|", "Phone 12"],
        ["Alpha", "|12 Main Street, Unit 4,", "Old Town,", "Springfield, IL 62704|", "(217) 555-1234"],
        ["Alpha", "|NO 17, JALAN BESAR,", "39100 BRINCHANG", "CAMERON HIGHLANDS,", "PAHANG|", "GST 1"],
    ],
)
def test_where_an_address_begins_and_ends(lines: list[str]) -> None:
    texts = [line.strip("|") for line in lines]
    start = next(index for index, line in enumerate(lines) if line.startswith("|"))
    end = next(index for index, line in enumerate(lines) if line.endswith("|")) + 1

    [span] = find_addresses(texts)

    assert (span.start, span.end) == (start, end)
    assert span.sure


def test_goods_with_a_count_before_them_are_no_address() -> None:
    assert find_addresses(["1 Tea", "2 Chicken Wings", "1 Spring Roll"]) == []


def test_a_label_before_and_a_phone_behind_are_cut_off() -> None:
    assert (
        joined(["Siège social : 16 rue Mollien,", "92100 Boulogne – Tél : 01 71 17 61 67"])
        == "16 rue Mollien, 92100 Boulogne"
    )


@pytest.mark.parametrize(
    ("address", "country"),
    [
        ("Musterstr. 12, 12345 Berlin, Deutschland", "DE"),
        ("Musterstr. 12, DE 12345 Berlin", "DE"),
        ("100 Gold Circle Drive, Dakota Dunes, SD 57049", "US"),
        ("Weena 664, 3012 CN Rotterdam", "NL"),
        ("NO 5 JALAN BESAR, 45600 BATANG BERJUNTAI, SELANGOR", "MY"),
        ("1242 chemin de l'olive, 84340 Malaucène, France", "FR"),
        ("Pärnu mnt 10, 10148 Tallinn, Estonia", "EE"),
        ("Brīvības iela 1, LV-1010 Rīga", "LV"),
        ("Hlavná 7, Slovenská republika", "SK"),
        ("12 Long Road, Town", None),
        ("1725 Slough Avenue, Scranton, PA", "US"),
        ("12 MG Road, Bengaluru 560001, IN", None),
    ],
)
def test_countries(address: str, country: str | None) -> None:
    assert country_of(address) == country


def test_a_quarter_of_the_town_before_a_street_is_no_postcode() -> None:
    lines = ["1180 NW Industrial St", "Bend, OR 97701", "Item"]

    assert [(one.start, one.end) for one in find_addresses(lines)] == [(0, 2)]


def test_the_town_and_a_street_without_a_number_stand_over_a_postcode_by_itself() -> None:
    lines = ["Tregothick Creameries", "Station Approach", "Lostwithiel", "PL22 0DR"]

    assert [(one.start, one.end) for one in find_addresses(lines)] == [(1, 4)]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["12 Courtenay St", "George", "6529"], "12 Courtenay St, George, 6529"),
        (["42 Trafalgar St, Nelson 7010"], "42 Trafalgar St, Nelson 7010"),
        (["2261 Market Street", "#4412", "Portland, OR 97201"], "2261 Market Street, #4412, Portland, OR 97201"),
        (
            ["House No. 204, Sector 9-B", "Chandigarh", "160009 Chandigarh"],
            "House No. 204, Sector 9-B, Chandigarh, 160009 Chandigarh",
        ),
        (
            ["Carrera 43A # 1-50, Oficina 901", "Medellín, Antioquia, Colombia"],
            "Carrera 43A # 1-50, Oficina 901, Medellín, Antioquia, Colombia",
        ),
        (["1450 FM 1151", "Claude, TX 79019"], "1450 FM 1151, Claude, TX 79019"),
    ],
)
def test_addresses_to_their_towns(lines: list[str], expected: str) -> None:
    (found,) = find_addresses(["Alpha Trust", *lines, "Tel. 555 0142 117"])
    assert joined(["Alpha Trust", *lines][found.start : found.end]) == expected


@pytest.mark.parametrize(
    ("printed", "address"),
    [
        ("4400 Abbott Dr, Omaha, NE 68110 MC-448210 SCAC GPMX", "4400 Abbott Dr, Omaha, NE 68110"),
        ("PO Box 3381, Omaha, NE 68103. Terms 15 days", "PO Box 3381, Omaha, NE 68103"),
        ("1800 Market Street · Denver, Colorado 80202 · 303.555.0190", "1800 Market Street · Denver, Colorado 80202"),
        ("Rua Sete, 204 – Centro – Gramado/RS – 95670-000", "Rua Sete, 204 – Centro – Gramado/RS – 95670-000"),
        ("Beispielstraße 20, DE 80333 München", "Beispielstraße 20, DE 80333 München"),
    ],
)
def test_what_stands_behind_the_postcode_is_cut_off(printed: str, address: str) -> None:
    assert joined([printed]) == address


def test_the_number_of_a_body_is_no_postcode() -> None:
    assert kind_of("Strata Plan 40812") is LineKind.OTHER
