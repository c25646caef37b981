"""Headings of Malaysian receipts, all invented: the extent of the name and the address."""

import pytest

from functions.extract.local.assemble import extract_locally
from shared.domain.document import Source
from tests.support.documents import printed

WIDTH = 56
BODY = """
TAX INVOICE
Invoice No : CS00012345
Date : 12/03/2018 10:24:31
ITEM ONE 1 10.00 10.00
Total 10.00
Cash 20.00
Change 10.00
THANK YOU"""


def seller_of(heading: str) -> tuple[str | None, str | None]:
    lines = [line.strip() for line in (heading.strip("\n") + BODY).split("\n")]
    document = printed("\n".join(line.center(WIDTH).rstrip() for line in lines), source=Source.RAPIDOCR)
    seller = extract_locally(document).data.seller
    return seller.name, seller.address


@pytest.mark.parametrize(
    ("heading", "name", "address"),
    [
        pytest.param(
            "TAMAN TASIK FLORIST\n2-G JALAN 3/27A\nSEKSYEN 1 WANGSA MAJU\n53300 KUALA LUMPUR",
            "TAMAN TASIK FLORIST",
            "2-G JALAN 3/27A, SEKSYEN 1 WANGSA MAJU, 53300 KUALA LUMPUR",
            id="a shop that is called like a street",
        ),
        pytest.param(
            "BESTARI PHARMACY (PUCHONG) SDN BHD\nCO. NO. : 887766-A\nBRANCH : BANDAR PUCHONG JAYA\n"
            "NO. 3, JALAN KENARI 5,\n47100 PUCHONG, SELANGOR",
            "BESTARI PHARMACY (PUCHONG) SDN BHD",
            "NO. 3, JALAN KENARI 5, 47100 PUCHONG, SELANGOR",
            id="a branch between name and address",
        ),
        pytest.param(
            "TOP BEAUTY SUPPLY SDN BHD\nHQ : NO.2-1, 2ND FLOOR, JALAN REJANG 1,\nSETAPAK JAYA, 53300 KUALA LUMPUR",
            "TOP BEAUTY SUPPLY SDN BHD",
            "NO.2-1, 2ND FLOOR, JALAN REJANG 1, SETAPAK JAYA, 53300 KUALA LUMPUR",
            id="a label before the address",
        ),
        pytest.param(
            "AMAN AUTO PARTS CENTRE (001234567-W)\nNO 27 & 29, JALAN 6/91, TAMAN SHAMELIN\n"
            "PERKASA, CHERAS, 56100 KUALA LUMPUR",
            "AMAN AUTO PARTS CENTRE",
            "NO 27 & 29, JALAN 6/91, TAMAN SHAMELIN, PERKASA, CHERAS, 56100 KUALA LUMPUR",
            id="a quarter over two lines",
        ),
        pytest.param(
            "SUSHI MASA\nLOT 3.18.00, LEVEL 3, PAVILION\n168 JALAN BUKIT BINTANG\n55100 KUALA LUMPUR",
            "SUSHI MASA",
            "LOT 3.18.00, LEVEL 3, PAVILION, 168 JALAN BUKIT BINTANG, 55100 KUALA LUMPUR",
            id="a unit that looks like a date",
        ),
        pytest.param(
            "HOTEL SENTRAL PERMAI\n81, JALAN TUANKU ABDUL RAHMAN,\n93100 KUCHING, SARAWAK,\n"
            "Managed by Permai Hospitality Sdn Bhd",
            "HOTEL SENTRAL PERMAI",
            "81, JALAN TUANKU ABDUL RAHMAN, 93100 KUCHING, SARAWAK",
            id="who runs it, under the address",
        ),
        pytest.param(
            "SING KEE\nRESTAURANT SDN BHD\n(876543-K)\nNO 18, JLN RADIN TENGAH,\n57000 KUALA LUMPUR.",
            "SING KEE RESTAURANT SDN BHD",
            "NO 18, JLN RADIN TENGAH, 57000 KUALA LUMPUR.",
            id="a name over two lines",
        ),
        pytest.param(
            "SEDAP RESTAURANT\n(FORMERLY KNOWN AS UTARA CORNER)\nNO. 8, JALAN PUTERI 1/4,\n47100 PUCHONG",
            "SEDAP RESTAURANT",
            "NO. 8, JALAN PUTERI 1/4, 47100 PUCHONG",
            id="an earlier name in brackets",
        ),
        pytest.param(
            "KOPERASI PEKERJA BERHAD\nBLOK D, KOMPLEKS KERAJAAN\nJALAN DUTA, 50480 KUALA LUMPUR",
            "KOPERASI PEKERJA BERHAD",
            "BLOK D, KOMPLEKS KERAJAAN, JALAN DUTA, 50480 KUALA LUMPUR",
            id="a block without a number",
        ),
        pytest.param(
            "ANDAMAN SEAFOOD RESTAURANT\nLOT PT 1122 PANTAI CENANG\n07000 LANGKAWI\nKEDAH DARUL AMAN",
            "ANDAMAN SEAFOOD RESTAURANT",
            "LOT PT 1122 PANTAI CENANG, 07000 LANGKAWI, KEDAH DARUL AMAN",
            id="the number of a plot is no postcode",
        ),
        pytest.param(
            "WAN SENG ELECTRICAL\n9,JALANBUNGACEMPAKA2A\nTAMANMUDA,CHERAS\n56100KUALALUMPUR",
            "WAN SENG ELECTRICAL",
            "9,JALANBUNGACEMPAKA2A, TAMANMUDA,CHERAS, 56100KUALALUMPUR",
            id="blanks that the reader lost",
        ),
        pytest.param(
            "KHIDMAT JAYA SDN BHD (98765-H).\n7TH FLOOR, WISMA HAMZAH.\nNO 1 LEBOH AMPANG.\n50100 KUALA LUMPUR, MALAYSIA.",
            "KHIDMAT JAYA SDN BHD",
            "7TH FLOOR, WISMA HAMZAH., NO 1 LEBOH AMPANG., 50100 KUALA LUMPUR, MALAYSIA.",
            id="points at the ends of lines",
        ),
        pytest.param(
            "MODERN HOME SDN BHD (REG NO. 200101012345 (567891-X))\nLOT 3A, BERUNTUNG INDUSTRIAL ESTATE\n48300 RAWANG",
            "MODERN HOME SDN BHD",
            "LOT 3A, BERUNTUNG INDUSTRIAL ESTATE, 48300 RAWANG",
            id="two register numbers behind the name",
        ),
    ],
)
def test_names_and_addresses(heading: str, name: str, address: str) -> None:
    assert seller_of(heading) == (name, address)
