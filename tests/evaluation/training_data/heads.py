"""Arrangements of the first page's head: which blocks, in which order, in how many columns."""

from collections.abc import Callable

from tests.evaluation.training_data import blocks
from tests.evaluation.training_data.pieces import EMPTY, Box, Piece, Text, beside, boxed, lines, stack
from tests.evaluation.training_data.sheet import Sheet

Head = Callable[[Sheet], list[Piece]]
GUTTER = 14.0


def _columns(sheet: Sheet, *made: Callable[[float], Piece]) -> Piece:
    """Blocks side by side in columns of one width."""
    each = (sheet.inner - GUTTER * (len(made) - 1)) / len(made)
    return beside([(make(each), index * (each + GUTTER)) for index, make in enumerate(made)])


def _title_and_meta(sheet: Sheet, width: float, align: str = "left") -> Piece:
    in_title = sheet.chance(0.16)
    few = sheet.chance(0.4)
    return stack(
        [
            blocks.title(sheet, width, align, with_number=in_title),
            blocks.meta(sheet, width, number=not in_title, few=few),
        ],
        6,
    )


def _buyer_and_ship_to(sheet: Sheet, width: float) -> Piece:
    if sheet.chance(0.25):
        half = (width - GUTTER) / 2
        return beside([(blocks.buyer_block(sheet, half), 0), (blocks.ship_to_block(sheet, half), half + GUTTER)])
    return blocks.buyer_block(sheet, width)


def letterhead_left(sheet: Sheet) -> list[Piece]:
    """Seller left, title and numbers right, buyer under the seller."""
    first = _columns(
        sheet,
        lambda w: blocks.letterhead(sheet, w),
        lambda w: _title_and_meta(sheet, w, sheet.rng.choice(("left", "right"))),
    )
    return [first, _buyer_and_ship_to(sheet, sheet.inner * 0.7)]


def letterhead_right(sheet: Sheet) -> list[Piece]:
    """Seller right, buyer left at its height or under it, then the title and the numbers."""
    if sheet.chance(0.5):
        first = _columns(sheet, lambda w: blocks.buyer_block(sheet, w), lambda w: blocks.letterhead(sheet, w, "right"))
        return [first, _title_and_meta(sheet, sheet.inner * 0.6)]
    first = _columns(sheet, lambda w: blocks.title(sheet, w), lambda w: blocks.letterhead(sheet, w, "right"))
    return [first, _columns(sheet, lambda w: _buyer_and_ship_to(sheet, w), lambda w: blocks.meta(sheet, w))]


def letterhead_centre(sheet: Sheet) -> list[Piece]:
    """Seller centred over a rule, then the title, then buyer and numbers in either order."""
    rule = Piece(height=4, marks=(Box(x=0, y=2, width=sheet.inner, height=0),))
    second = [lambda w: _buyer_and_ship_to(sheet, w), lambda w: blocks.meta(sheet, w)]
    if sheet.chance(0.3):
        second.reverse()
    return [
        blocks.letterhead(sheet, sheet.inner, "middle"),
        rule,
        blocks.title(sheet, sheet.inner, sheet.rng.choice(("middle", "left"))),
        _columns(sheet, *second),
    ]


def window(sheet: Sheet) -> list[Piece]:
    """A letter: the sender's line over the address in the window, an information block at its right, a subject line."""
    letterhead = (
        blocks.letterhead(sheet, sheet.inner, sheet.rng.choice(("right", "left", "middle")))
        if sheet.chance(0.6)
        else EMPTY
    )
    half = sheet.inner * 0.5
    address = stack([blocks.sender_line(sheet, half), blocks.buyer_block(sheet, half, labelled=False)], 2)
    in_title = sheet.chance(0.5)
    information = blocks.meta(sheet, half - GUTTER, number=not in_title)
    return [
        letterhead,
        beside([(address, 0), (information, half + GUTTER)]),
        blocks.title(sheet, sheet.inner, with_number=in_title),
    ]


def two_boxes(sheet: Sheet) -> list[Piece]:
    """Title and numbers on top, seller and buyer in boxes under them."""
    framed = sheet.chance(0.5)

    def cell(make: Callable[[Sheet, float], Piece]) -> Callable[[float], Piece]:
        return lambda w: boxed(make(sheet, w - 8), w) if framed else make(sheet, w)

    top = (
        _columns(sheet, lambda w: blocks.title(sheet, w), lambda w: blocks.meta(sheet, w))
        if sheet.chance(0.7)
        else _title_and_meta(sheet, sheet.inner)
    )
    parties = [cell(blocks.seller_block), cell(blocks.buyer_block)]
    if sheet.chance(0.15):
        parties.append(cell(blocks.ship_to_block))
    return [top, _columns(sheet, *parties)]


def three_columns(sheet: Sheet) -> list[Piece]:
    """Seller, buyer and numbers side by side."""
    made: list[Callable[[float], Piece]] = [
        lambda w: blocks.seller_block(sheet, w),
        lambda w: blocks.buyer_block(sheet, w),
        lambda w: blocks.meta(sheet, w),
    ]
    if sheet.chance(0.3):
        made = [made[2], made[0], made[1]]
    return [blocks.title(sheet, sheet.inner, sheet.rng.choice(("left", "right", "middle"))), _columns(sheet, *made)]


def band(sheet: Sheet) -> list[Piece]:
    """A coloured band with the seller's name and the title in white."""
    seller = sheet.invoice.seller
    sheet.seller_named = True
    title, font = sheet.need(f"title.{sheet.invoice.kind}"), sheet.font.sized(1.7, bold=True)
    height = 44.0
    while font.width(seller.name) + font.width(title) > sheet.inner - 20 and font.size > 6:
        font = font.sized(0.9)
    colour = sheet.style.accent if sheet.style.accent != "#000000" else "#444444"
    marks = (
        Box(x=0, y=0, width=sheet.inner, height=height, fill=colour, stroke=None),
        Text(x=8, y=28, text=seller.name, font=font, colour="#ffffff"),
        Text(x=sheet.inner - 8, y=28, text=title, font=font, align="right", colour="#ffffff"),
    )
    under = lines(blocks.details(sheet, seller), sheet.font.sized(0.9), sheet.inner * 0.6)
    return [
        Piece(height=height, marks=marks),
        under,
        _columns(sheet, lambda w: _buyer_and_ship_to(sheet, w), lambda w: blocks.meta(sheet, w)),
    ]


def ledger_form(sheet: Sheet) -> list[Piece]:
    """An accounting program's form: one ruled frame, the parties in cells at the left, numbers at the right."""
    half = sheet.inner / 2
    title = blocks.title(sheet, sheet.inner, "middle")
    seller = boxed(blocks.seller_block(sheet, half - 8), half)
    ship = boxed(blocks.ship_to_block(sheet, half - 8), half) if sheet.chance(0.4) else EMPTY
    left = stack([seller, ship, boxed(blocks.buyer_block(sheet, half - 8), half)])
    right = blocks.meta_cells(sheet, blocks.meta_pairs(sheet), half, 2)
    return [title, boxed(beside([(left, 0), (right, half)]), sheet.inner, pad=0)]


def letter_box(sheet: Sheet) -> list[Piece]:
    """Latin America: seller at the left of a frame, a letter in the middle, title, number and date at the right; the
    buyer's particulars as a form under it."""
    half = sheet.inner / 2
    left = blocks.letterhead(sheet, half - 30)
    right = _title_and_meta(sheet, half - 34)
    letter = sheet.rng.choice("ABC")
    height = max(left.height, right.height) + 12
    big = sheet.font.sized(2.2, bold=True)
    marks = (
        Box(x=0, y=0, width=sheet.inner, height=height), Box(x=half - 13, y=0, width=26, height=28),
        Text(x=half, y=19, text=letter, font=big, align="middle"), *left.moved(6, 6), *right.moved(half + 26, 6),
    )  # fmt: skip
    sheet.shown.add("customer_name")
    form = blocks.party_keys(sheet, sheet.invoice.buyer, sheet.label("label.to") or "", sheet.inner - 12)
    return [Piece(height=height, marks=marks), boxed(form, sheet.inner, pad=6)]


def number_box(sheet: Sheet) -> list[Piece]:
    """Chile, Peru: the seller's tax number, the title and the number in a coloured frame at the right."""
    width = sheet.inner * 0.36
    seller = sheet.invoice.seller
    font = sheet.font.sized(1.25, bold=True)
    texts = [blocks.numbered_party(sheet, seller)] if seller.number else []
    label = sheet.rng.choice(("Nº", "N°", "No.", "Nº:"))
    texts += [sheet.need(f"title.{sheet.invoice.kind}").upper(), f"{label} {sheet.invoice.number}"]
    sheet.shown.add("invoice_number")
    frame = boxed(lines(texts, font, width - 16, align="middle", colour="#b00000"), width, pad=8, stroke="#b00000")
    room = sheet.inner - width - GUTTER
    sheet_top = beside([(blocks.letterhead(sheet, room), 0), (frame, room + GUTTER)])
    sheet.shown.add("customer_name")
    half = (sheet.inner - GUTTER) / 2
    form = blocks.party_keys(sheet, sheet.invoice.buyer, sheet.label("label.to") or "", half)
    dates = blocks.pairs_beside(sheet, blocks.meta_pairs(sheet, number=False), half, right=False, share=0.0)
    return [sheet_top, beside([(form, 0), (dates, half + GUTTER)])]


def pair_form(sheet: Sheet) -> list[Piece]:
    """Buyer and numbers as pairs in the same rows: "Señor(es): X      Fecha: Y"."""
    buyer = sheet.invoice.buyer
    sheet.shown |= {"customer_name", "customer_address"}
    pairs = [(sheet.label("label.to") or "", buyer.name), ("", ", ".join(buyer.address))]
    if buyer.number:
        blocks.numbered_party(sheet, buyer)
        pairs.append(((buyer.tax_label or "").rstrip(":") + sheet.style.suffix, buyer.number))
    top = _columns(sheet, lambda w: blocks.letterhead(sheet, w), lambda w: blocks.title(sheet, w, "right"))
    others = blocks.meta_pairs(sheet)
    left_width, right_width = sheet.inner * 0.56, sheet.inner * 0.4
    rows = []
    for index in range(max(len(pairs), len(others))):
        row = []
        if index < len(pairs):
            row.append((lines([" ".join(part for part in pairs[index] if part)], sheet.font, left_width), 0.0))
        if index < len(others):
            row.append((lines([" ".join(others[index])], sheet.font, right_width), left_width + sheet.inner * 0.04))
        rows.append(beside(row))
    return [top, stack(rows, 2)]


def meta_across(sheet: Sheet) -> list[Piece]:
    """Seller and buyer, then the numbers and dates as a table across the page."""
    first = _columns(sheet, lambda w: blocks.letterhead(sheet, w), lambda w: blocks.buyer_block(sheet, w))
    in_title = sheet.chance(0.3)
    return [
        first,
        blocks.title(sheet, sheet.inner, with_number=in_title),
        blocks.meta_table(sheet, blocks.meta_pairs(sheet, number=not in_title)[:7], sheet.inner),
    ]


def title_on_top(sheet: Sheet) -> list[Piece]:
    """A simple sheet: title, numbers, seller, buyer, one under the other."""
    parts = [
        _title_and_meta(sheet, sheet.inner * 0.6),
        blocks.seller_block(sheet, sheet.inner * 0.6),
        _buyer_and_ship_to(sheet, sheet.inner * 0.7),
    ]
    if sheet.chance(0.4):
        parts = [parts[1], parts[0], parts[2]]
    return parts


def footer_only(sheet: Sheet) -> list[Piece]:
    """The seller stands in the foot of the page alone; the head has the buyer and the numbers."""
    first = _columns(
        sheet, lambda w: blocks.buyer_block(sheet, w, labelled=sheet.chance(0.5)), lambda w: blocks.meta(sheet, w)
    )
    mark = blocks.logo(sheet, sheet.rng.choice(("left", "right")), sheet.inner)
    return [mark, first, blocks.title(sheet, sheet.inner)]


HEADS: dict[Head, int] = {
    letterhead_left: 16,
    letterhead_right: 9,
    letterhead_centre: 7,
    window: 9,
    two_boxes: 10,
    three_columns: 7,
    band: 6,
    ledger_form: 6,
    letter_box: 0,
    number_box: 0,
    pair_form: 5,
    meta_across: 8,
    title_on_top: 6,
    footer_only: 3,
}
"""Arrangement -> how often it is drawn in any country."""

FAVOURITES: dict[str, dict[Head, int]] = {
    "DE": {window: 30},
    "AT": {window: 20},
    "CH": {window: 20},
    "SE": {window: 10},
    "AR": {letter_box: 40, pair_form: 10},
    "UY": {letter_box: 10},
    "PY": {number_box: 15, pair_form: 15},
    "CL": {number_box: 35, pair_form: 10},
    "PE": {number_box: 40},
    "CO": {pair_form: 15},
    "MX": {two_boxes: 10},
    "IN": {ledger_form: 25},
    "PL": {two_boxes: 15},
    "CZ": {two_boxes: 20},
    "HU": {two_boxes: 15},
    "IT": {pair_form: 8},
}
"""Country -> how much more often the arrangements that are usual there are drawn."""


def draw_head(sheet: Sheet) -> Head:
    """An arrangement for the sheet."""
    weights = dict(HEADS)
    for head, extra in FAVOURITES.get(sheet.invoice.country.code, {}).items():
        weights[head] += extra
    return sheet.rng.choices(list(weights), list(weights.values()))[0]
