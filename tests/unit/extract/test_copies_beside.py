from dataclasses import replace

from functions.extract.copies_beside import without_copy_beside
from functions.extract.layout import read_layout
from shared.domain.document import DocumentText, Page
from tests.support.documents import printed

HALF = """
VETERINARIA EL POTRO          C
25 de Mayo 611, Azul
FACTURA  0003-00000745
Fecha: 12/06/2025
CUIT 27-25887766-1
IB 27-25887766-2
3  Vacuna    18.500,00  55.500,00
1  Visita    62.000,00  62.000,00
TOTAL $               117.500,00
CAE: 75241122334455
Vto: 22/06/2025
"""


def beside(left: str, right: str) -> Page:
    """Both texts on one page that is wider than high."""
    rows = zip(left.strip().splitlines(), right.strip().splitlines(), strict=True)
    [page] = printed("\n".join(one.ljust(60) + other for one, other in rows)).pages
    return replace(page, width=page.height, height=page.width)


def test_a_copy_beside_the_original_is_left_out() -> None:
    page = without_copy_beside(beside(HALF, HALF.replace("18.500,00", "18.S00,00")))

    assert len(page.words) == len(HALF.split())
    assert read_layout(DocumentText(pages=(beside(HALF, HALF),))).rows[2].text == "FACTURA  0003-00000745"


def test_another_invoice_beside_it_stays() -> None:
    other = HALF.replace("745", "746").replace("5", "9").replace("6", "3")

    assert len(without_copy_beside(beside(HALF, other)).words) == 2 * len(HALF.split())


def test_a_page_that_is_higher_than_wide_stays() -> None:
    page = replace(beside(HALF, HALF), width=595, height=842)

    assert len(without_copy_beside(page).words) == 2 * len(HALF.split())
