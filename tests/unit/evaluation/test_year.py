"""The year of invoices: the same each time, and what is special about a seller shows on its documents."""

import io
import json
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from pypdf import PdfReader

from tests.evaluation.training_data.printing import print_invoice
from tests.evaluation.training_data.year import (
    CHANGES_IN,
    Role,
    Seller,
    invoices,
    sellers,
    series_number,
    write_year,
)

SELLERS = sellers(1, 40)


def of_role(role: Role) -> list[Seller]:
    return [seller for seller in SELLERS if seller.role is role]


def words_of(pdf: bytes) -> list[tuple[float, float, str]]:
    """(x, y, text) of the runs of text on the first page."""
    runs: list[tuple[float, float, str]] = []

    def visit(text: str, _: Any, matrix: list[float], *rest: Any) -> None:
        if text.strip():
            runs.append((round(matrix[4]), round(matrix[5]), text.strip()))

    PdfReader(io.BytesIO(pdf)).pages[0].extract_text(visitor_text=visit)
    return runs


def test_a_seed_makes_the_same_year_again(tmp_path: Path) -> None:
    for name in ("one", "other"):
        write_year(tmp_path / name, 3, 2)

    one, other = (sorted((tmp_path / name).rglob("*.*")) for name in ("one", "other"))

    assert [path.name for path in one] == [path.name for path in other]
    assert all(first.read_bytes() == second.read_bytes() for first, second in zip(one, other, strict=True))


def test_the_numbers_of_a_series_keep_their_form() -> None:
    assert series_number("RE-{Y}{m}-###", date(2025, 3, 9), 41) == "RE-202503-041"
    assert series_number("000#-0000####", date(2025, 3, 9), 1234) == "0000-00001234"


def test_the_numbers_of_a_seller_grow() -> None:
    seller = next(seller for seller in SELLERS if seller.form.isalpha() or "#" * 4 in seller.form)
    numbers = [invoice.number for _, invoice, _ in invoices(1, seller)]

    assert len(set(numbers)) == len(numbers) > 2


def test_a_seller_prints_its_labels_where_it_printed_them_before() -> None:
    seller = of_role(Role.ORDINARY)[0]
    _, invoice, template = next(iter(invoices(1, seller)))
    one, other = (print_invoice(Random(seed), invoice, template).pdf for seed in ("a", "b"))

    assert words_of(one) == words_of(other)


def test_an_account_changes_in_the_middle_of_the_year() -> None:
    for seller in of_role(Role.NEW_ACCOUNT):
        assert seller.later_bank != seller.model.bank
        banks = {month: invoice.bank for month, invoice, _ in invoices(1, seller)}

        assert all((bank == seller.later_bank) is (month >= CHANGES_IN) for month, bank in banks.items())


def test_a_layout_changes_in_the_middle_of_the_year() -> None:
    for seller in of_role(Role.NEW_LAYOUT):
        seeds = {month: template.seed for month, _, template in invoices(1, seller)}

        assert all((seed == seller.template.seed) is (month < CHANGES_IN) for month, seed in seeds.items())


def test_pairs_share_a_template_or_a_number_and_nothing_else() -> None:
    for first, second in zip(of_role(Role.SHARED_TEMPLATE)[::2], of_role(Role.SHARED_TEMPLATE)[1::2], strict=True):
        assert first.template == second.template
        assert first.model.seller.name != second.model.seller.name
    group, member = of_role(Role.SHARED_NUMBER)
    assert group.model.seller.number == member.model.seller.number is not None
    assert group.model.seller.name != member.model.seller.name


def test_sellers_without_a_number_have_none() -> None:
    assert all(seller.model.seller.number is None for seller in of_role(Role.NO_NUMBER))


def test_three_alphabets_are_written() -> None:
    def first_letter(seller: Seller) -> int:
        return ord(seller.goods[0][0])

    assert all(0x370 <= first_letter(seller) < 0x400 for seller in of_role(Role.GREEK))
    assert all(0x400 <= first_letter(seller) < 0x530 for seller in of_role(Role.CYRILLIC))


def test_the_truth_says_who_sells_and_how_it_is_booked(tmp_path: Path) -> None:
    write_year(tmp_path, 1, 1)
    contents = [json.loads(path.read_text()) for path in sorted(tmp_path.rglob("*.truth.json"))]

    assert contents
    for content in contents:
        assert content["meta"]["seller"] == "s01"
        booked = {item["booking"]["account"] for item in content["fields"].get("items", ())}
        assert content["meta"]["booking"]["account"] in (booked or {content["meta"]["booking"]["account"]})
