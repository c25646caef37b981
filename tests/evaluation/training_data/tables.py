"""The table of lines, the totals and the tax summary."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from tests.evaluation.training_data.invoice import Item
from tests.evaluation.training_data.pieces import Box, Font, Mark, Piece, Text, boxed, lines, stack, wrapped
from tests.evaluation.training_data.sheet import Sheet

RIGHT = frozenset({"quantity", "price", "discount", "rate", "tax", "amount", "gross", "second_quantity"})
WEIGHTS = {
    "position": 0.5,
    "code": 1.1,
    "description": 4.2,
    "quantity": 0.9,
    "second_quantity": 0.9,
    "unit": 0.8,
    "price": 1.3,
    "discount": 0.9,
    "rate": 0.9,
    "tax": 1.2,
    "amount": 1.5,
    "gross": 1.5,
}
"""Shares of the width."""


@dataclass(frozen=True, kw_only=True)
class TableLayout:
    """Columns (key, x, width) of a table of lines, its heading, and a row of each item."""

    columns: tuple[tuple[str, float, float], ...]
    head: Piece
    rows: tuple[Piece, ...]
    amounts: tuple[Decimal, ...]


def item_table(sheet: Sheet) -> TableLayout:
    """The lines with the columns that the document has drawn."""
    keys = _columns(sheet)
    total = sum(WEIGHTS[key] for key in keys)
    x = 0.0
    columns = []
    for key in keys:
        width = sheet.inner * WEIGHTS[key] / total
        columns.append((key, x, width))
        x += width
    sheet.columns = set(keys)
    rows = tuple(
        _row(sheet, columns, [_cell(sheet, key, item, index) for key in keys], index)
        for index, item in enumerate(sheet.invoice.items)
    )
    return TableLayout(
        columns=tuple(columns),
        head=_head(sheet, columns),
        rows=rows,
        amounts=tuple(item.amount for item in sheet.invoice.items),
    )


def _columns(sheet: Sheet) -> list[str]:
    invoice, chance = sheet.invoice, sheet.chance
    rates = any(line.amount for line in invoice.totals.taxes)
    keys = ["position"] if chance(0.25) else []
    code = chance(0.3)
    described = (
        ["description", "code"] if code and chance(0.3) else ["code", "description"] if code else ["description"]
    )
    numbers = ["quantity"] if chance(0.92) else []
    if chance(0.25):
        numbers.append("unit")
    if chance(0.8):
        numbers.append("price")
    if any(item.discount for item in invoice.items):
        numbers.append("discount")
    if rates and chance(0.3):
        numbers.append("rate")
    money = ["amount"]
    if rates and not invoice.gross_prices and chance(0.1):
        money += ["tax", "gross"] if chance(0.5) else ["gross"]
    if chance(0.03) and sheet.words.all("column.second_quantity"):
        numbers.insert(0, "second_quantity")
    ordered = (
        [*keys, *numbers[:1], *described, *numbers[1:], *money]
        if numbers[:1] == ["quantity"] and chance(0.15)
        else [*keys, *described, *numbers, *money]
    )
    return [key for key in ordered if sheet.word(f"column.{key}")]


def _cell(sheet: Sheet, key: str, item: Item, index: int) -> str:
    notation = sheet.invoice.notation
    tax = (item.amount * item.rate / 100).quantize(Decimal(1).scaleb(-notation.decimals))
    if key == "discount":
        return f"{notation.quantity(item.discount)}%" if item.discount else ""
    values = {
        "position": lambda: str(index + 1),
        "code": lambda: item.code,
        "description": lambda: item.description,
        "quantity": lambda: (
            notation.plain(item.quantity, 2)
            if sheet.style.bold_labels and sheet.style.upper
            else notation.quantity(item.quantity)
        ),
        "second_quantity": lambda: str(max(int(item.quantity) // 3, 1)),
        "unit": lambda: item.unit,
        "price": lambda: sheet.line_money(item.unit_price),
        "rate": lambda: f"{notation.quantity(item.rate)}%" if sheet.style.margin > 40 else notation.quantity(item.rate),
        "tax": lambda: sheet.line_money(tax),
        "amount": lambda: sheet.line_money(_signed(sheet, item.amount)),
        "gross": lambda: sheet.line_money(_signed(sheet, item.amount + tax)),
    }
    return values[key]()


def _signed(sheet: Sheet, value: Decimal) -> Decimal:
    return -value if sheet.invoice.kind == "credit_note" and sheet.style.margin < 45 else value


def _row(sheet: Sheet, columns: Sequence[tuple[str, float, float]], cells: Sequence[str], index: int) -> Piece:
    font = sheet.font
    pad = 3.0 if sheet.style.rules != "none" else 2.0
    marks: list[Mark] = []
    height = 0.0
    for (key, x, width), text in zip(columns, cells, strict=True):
        shown = [text] if key in RIGHT else wrapped(text, font, width - 2 * pad)
        for number, part in enumerate(shown):
            fitted = _fitted(part, font, width - pad)
            at = x + width - pad if key in RIGHT else x + pad
            marks.append(
                Text(
                    x=at,
                    y=pad + fitted.size + number * font.leading,
                    text=part,
                    font=fitted,
                    align="right" if key in RIGHT else "left",
                )
            )
        height = max(height, len(shown) * font.leading)
    height += 2 * pad
    return Piece(height=height, marks=(*_rules(sheet, columns, height, index), *marks))


def _fitted(text: str, font: Font, width: float) -> Font:
    """A font small enough for text that must not be wrapped."""
    return font.sized(max(width / font.width(text), 0.6)) if font.width(text) > width else font


def _rules(sheet: Sheet, columns: Sequence[tuple[str, float, float]], height: float, index: int) -> list[Mark]:
    rules, width = sheet.style.rules, sheet.inner
    if rules == "grid":
        return [Box(x=x, y=0, width=wide, height=height, line=0.4) for _, x, wide in columns]
    if rules == "columns":
        edges = [x for _, x, _ in columns] + [width]
        return [Box(x=x, y=0, width=0, height=height, line=0.4) for x in edges]
    if rules == "rows":
        return [Box(x=0, y=height, width=width, height=0, line=0.3, stroke="#999999")]
    if rules == "zebra" and index % 2:
        return [Box(x=0, y=0, width=width, height=height, fill="#f0f0f0", stroke=None)]
    return []


def _head(sheet: Sheet, columns: Sequence[tuple[str, float, float]]) -> Piece:
    dark = sheet.style.rules in {"zebra", "rows", "head"} and sheet.style.margin != 36
    font = sheet.font.sized(0.95, bold=True)
    marks: list[Mark] = []
    height = 0.0
    for key, x, width in columns:
        parts = wrapped(sheet.need(f"column.{key}"), font, width - 4)
        right = key in RIGHT
        for number, part in enumerate(parts):
            fitted = _fitted(part, font, width - 4)
            marks.append(
                Text(
                    x=x + width - 3 if right else x + 3,
                    y=3 + font.size + number * font.leading,
                    text=part,
                    font=fitted,
                    align="right" if right else "left",
                    colour="#ffffff" if dark else "#000000",
                )
            )
        height = max(height, len(parts) * font.leading)
    height += 6
    if dark:
        ground: list[Mark] = [Box(x=0, y=0, width=sheet.inner, height=height, fill=sheet.style.accent, stroke=None)]
    elif sheet.style.rules in {"grid", "columns"}:
        ground = [Box(x=x, y=0, width=wide, height=height, fill="#e8e8e8", line=0.4) for _, x, wide in columns]
    elif sheet.style.rules == "none":
        ground = []
    else:
        ground = [Box(x=0, y=height, width=sheet.inner, height=0, line=0.8)]
    return Piece(height=height, marks=(*ground, *marks))


# -- totals

Row = tuple[str, str, bool]  # label, amount, whether it is the total


def total_rows(sheet: Sheet) -> list[Row]:
    """The rows of the totals, as the document prints them; tells the sheet which fields they give."""
    invoice, totals, money = sheet.invoice, sheet.invoice.totals, sheet.money
    sign = Decimal(-1) if invoice.kind == "credit_note" and sheet.style.margin < 45 else Decimal(1)
    rows: list[Row] = []
    label = sheet.label
    adjusted = bool(totals.discount or totals.shipping)
    taxed = bool(totals.taxes)
    if adjusted:
        rows.append((label("total.items") or label("total.net") or "", money(sign * totals.goods), False))
        if totals.discount:
            rows.append((label("total.discount") or "", money(-sign * totals.discount), False))
        if totals.shipping:
            rows.append((label("total.shipping") or "", money(sign * totals.shipping), False))
        if taxed and sheet.chance(0.6):
            rows.append((label("total.taxable") or "", money(sign * totals.net), False))
            sheet.shown.add("amount_net")
    elif sheet.chance(0.9 if taxed else 0.4) and (not invoice.gross_prices or sheet.chance(0.6)):
        rows.append((label("total.net") or "", money(sign * totals.net), False))
        sheet.shown.add("amount_net")
    for tax in totals.taxes:
        name = _tax_name(sheet, tax.name, tax.base)
        rows.append((name + sheet.style.suffix, money(sign * tax.amount), False))
        sheet.shown.add("amount_tax")
    if len(totals.taxes) > 1 and sheet.chance(0.25) and (label_of_sum := label("total.taxes")):
        rows.append((label_of_sum, money(sign * totals.tax), False))
    if totals.rounding:
        rows.append((label("total.rounding") or "", money(sign * totals.rounding), False))
    withheld_first = bool(totals.withheld) and not totals.paid and sheet.chance(0.5)
    if withheld_first:
        rows.append((f"{totals.withheld_name}{sheet.style.suffix}", money(-totals.withheld), False))
        rows.append((label("total.total") or "", money(totals.due), True))
        sheet.shown.add("amount_due")
        return rows
    rows.append((label("total.total") or "", money(sign * totals.total), True))
    sheet.shown.add("amount_total")
    if totals.withheld:
        rows.append((f"{totals.withheld_name}{sheet.style.suffix}", money(-totals.withheld), False))
    if totals.paid:
        rows.append((label("total.paid") or "", money(-totals.paid if sheet.chance(0.6) else totals.paid), False))
    if totals.previous:
        rows.append((label("total.previous") or "", money(totals.previous), False))
    if totals.due != totals.total or sheet.chance(0.12):
        rows.append((label("total.due") or "", money(sign * totals.due), True))
        sheet.shown.add("amount_due")
    return rows


def _tax_name(sheet: Sheet, name: str, base: Decimal) -> str:
    """The name of a tax with the decimal mark of the document, and the amount it is taken from now and then."""
    if sheet.invoice.notation.decimal_mark == ",":
        name = name.replace("8.1", "8,1").replace("10.5", "10,5").replace("5.5", "5,5").replace("25.5", "25,5")
    joint = sheet.word("text.of_base")
    if joint and sheet.style.gap == 16 and sheet.style.totals in {"beside", "grid", "boxed"}:
        return f"{name} {joint} {sheet.money(base)}"
    return name


def totals_piece(sheet: Sheet, rows: Sequence[Row], width: float) -> Piece:
    """The totals in the document's way."""
    way = sheet.style.totals
    if way == "row" and len(rows) <= 5:
        return _in_a_row(sheet, rows, sheet.inner)
    if way == "run":
        return stack(
            [
                lines([f"{label} {amount}"], _total_font(sheet, strong=strong), width, align="right")
                for label, amount, strong in rows
            ],
            2,
        )
    if way == "grid":
        return stack([_grid_row(sheet, row, width) for row in rows])
    pieces = [_pair_row(sheet, row, width - (8 if way == "boxed" else 0)) for row in rows]
    if way == "boxed":
        return boxed(stack(pieces, 3), width)
    return stack(pieces, sheet.rng.choice((1, 3, 5)))


def _total_font(sheet: Sheet, *, strong: bool) -> Font:
    return sheet.font.sized(1.15 if strong and sheet.style.gap > 9 else 1, bold=strong)


def _pair_row(sheet: Sheet, row: Row, width: float) -> Piece:
    label, amount, strong = row
    font = _total_font(sheet, strong=strong)
    room = width - font.width(amount) - 8
    text = lines([label], font, max(room, 40), align="right" if sheet.style.margin == 42 else "left")
    marks: list[Mark] = [*text.marks, Text(x=width, y=font.size, text=amount, font=font, align="right")]
    if strong and sheet.style.rules != "none":
        marks.append(Box(x=0, y=-1, width=width, height=0, line=0.7))
    return Piece(height=text.height, marks=tuple(marks))


def _grid_row(sheet: Sheet, row: Row, width: float) -> Piece:
    inner = _pair_row(sheet, row, width - 8)
    return Piece(
        height=inner.height + 5,
        marks=(Box(x=0, y=0, width=width, height=inner.height + 5, line=0.4), *inner.moved(4, 3)),
    )


def _in_a_row(sheet: Sheet, rows: Sequence[Row], width: float) -> Piece:
    """Labels as headings over the amounts, across the page."""
    each = width / len(rows)
    head = sheet.font.sized(0.9, bold=True)
    marks: list[Mark] = []
    for index, (label, amount, strong) in enumerate(rows):
        x = index * each
        font = _fitted(amount, _total_font(sheet, strong=strong), each - 6)
        shown = label.rstrip(": ")
        marks += [
            Box(x=x, y=0, width=each, height=16, fill="#eeeeee", line=0.4),
            Box(x=x, y=16, width=each, height=18, line=0.4),
            Text(x=x + each - 3, y=11, text=shown, font=_fitted(shown, head, each - 6), align="right"),
            Text(x=x + each - 3, y=28, text=amount, font=font, align="right"),
        ]  # fmt: skip
    return Piece(height=34, marks=tuple(marks))


def tax_summary(sheet: Sheet, width: float) -> Piece:
    """Base and tax of each rate, in a small table with a row of sums now and then."""
    totals = sheet.invoice.totals
    keys = [key for key in ("rate", "base", "tax", "gross") if sheet.word(f"summary.{key}")]
    table: list[list[str]] = [[sheet.need(f"summary.{key}") for key in keys]]
    for tax in totals.taxes:
        values = {
            "rate": f"{sheet.invoice.notation.quantity(tax.rate)}%",
            "base": sheet.line_money(tax.base),
            "tax": sheet.line_money(tax.amount),
            "gross": sheet.line_money(tax.base + tax.amount),
        }
        table.append([values[key] for key in keys])
    if sheet.chance(0.5) and len({tax.base for tax in totals.taxes}) == len(totals.taxes):
        base = sum((tax.base for tax in totals.taxes), Decimal(0))
        values = {
            "rate": sheet.word("summary.sum") or "",
            "base": sheet.line_money(base),
            "tax": sheet.line_money(totals.tax),
            "gross": sheet.line_money(base + totals.tax),
        }
        table.append([values[key] for key in keys])
    each = width / len(keys)
    small, head = sheet.font.sized(0.9), sheet.font.sized(0.9, bold=True)
    marks: list[Mark] = []
    for number, row in enumerate(table):
        y = number * small.leading * 1.3
        for index, text in enumerate(row):
            font = _fitted(text, head if number == 0 else small, each - 4)
            marks.append(Text(x=(index + 1) * each - 3, y=y + small.size + 1, text=text, font=font, align="right"))
            if sheet.style.rules == "grid":
                marks.append(Box(x=index * each, y=y - 2, width=each, height=small.leading * 1.3, line=0.3))
    title = [lines([sheet.need("summary.title")], head, width)] if sheet.chance(0.5) else []
    return stack([*title, Piece(height=len(table) * small.leading * 1.3, marks=tuple(marks))], 3)
