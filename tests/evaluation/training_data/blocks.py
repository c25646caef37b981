"""The blocks of a document's head: who sells, who buys, the title, numbers and dates. Each is a piece of a width."""

from collections.abc import Sequence

from tests.evaluation.training_data.invoice import Party
from tests.evaluation.training_data.pieces import (
    EMPTY,
    Box,
    Font,
    Mark,
    Piece,
    Stamp,
    Text,
    as_picture,
    beside,
    boxed,
    lines,
    stack,
)
from tests.evaluation.training_data.sheet import GREY, Sheet

Pair = tuple[str, str]  # label, value


# -- seller


def letterhead(sheet: Sheet, width: float, align: str = "left") -> Piece:
    """The seller's name in large letters, slogan, address, ways to reach it, numbers. Now and then a picture."""
    seller, style = sheet.invoice.seller, sheet.style
    sheet.seller_named = True
    size = sheet.rng.choice((1.2, 1.5, 1.9, 2.4))
    name_font = sheet.font.sized(size, bold=sheet.chance(0.7))
    while name_font.width(seller.name) > width * 1.6 and name_font.size > sheet.font.size:
        name_font = name_font.sized(0.85)
    parts = []
    if sheet.chance(0.2):
        parts.append(logo(sheet, align, width))
    name = lines([seller.name], name_font, width, align=align, colour=style.accent)
    # A picture costs the reader an OCR of its area: few of them.
    parts.append(as_picture(name, width) if sheet.chance(0.03) else name)
    if sheet.chance(0.15) and (slogan := sheet.word("text.slogans")):
        parts.append(
            lines([slogan.format(city=seller.address[-1])], sheet.font.sized(0.9), width, align=align, colour=GREY)
        )
    parts.append(lines(details(sheet, seller), sheet.font, width, align=align))
    return stack(parts, 2)


def logo(sheet: Sheet, align: str, width: float) -> Piece:
    """A mark without letters."""
    size = sheet.rng.uniform(18, 34)
    x = {"left": 0.0, "middle": (width - size) / 2, "right": width - size}[align]
    inner = Box(x=x + size * 0.3, y=size * 0.3, width=size * 0.4, height=size * 0.4, fill="#ffffff", stroke=None)
    return Piece(
        height=size + 4, marks=(Box(x=x, y=0, width=size, height=size, fill=sheet.style.accent, stroke=None), inner)
    )


def details(sheet: Sheet, party: Party, *, tax: bool = True) -> list[str]:
    """Address, telephone, e-mail, numbers of a party, in lines: one each, or joined."""
    sheet.shown |= {"supplier_address"} if party is sheet.invoice.seller else {"customer_address"}
    joined = sheet.chance(0.3)
    address = [sheet.rng.choice((", ", " - ", " · ")).join(party.address)] if joined else list(party.address)
    reach = []
    for key, value in (("phone", party.phone), ("fax", party.fax), ("email", party.email), ("web", party.web)):
        if value:
            label = sheet.label(f"label.{key}") if key in {"phone", "fax"} or sheet.chance(0.4) else None
            reach.append(f"{label} {value}" if label else value)
    if sheet.chance(0.35):
        reach = [sheet.rng.choice(("  |  ", " · ", "   ")).join(reach)] if reach else []
    numbers = []
    if tax and party.number:
        numbers.append(numbered_party(sheet, party))
    if party.registration and party is sheet.invoice.seller:
        numbers.append(party.registration)
    return [*address, *numbers, *reach] if sheet.chance(0.5) else [*address, *reach, *numbers]


def numbered_party(sheet: Sheet, party: Party) -> str:
    """The tax number behind its label."""
    if party is sheet.invoice.seller:
        sheet.shown.add("supplier_vat_id" if party.vat_id else "supplier_tax_id")
    else:
        sheet.shown.add("customer_vat_id" if party.vat_id else "customer_tax_id")
    label = (party.tax_label or "").rstrip(":")
    return f"{label}{sheet.rng.choice((': ', ' ', ': '))}{party.number}"


def seller_block(sheet: Sheet, width: float) -> Piece:
    """The seller as a block like the buyer's, under a role word or none."""
    sheet.seller_named = True
    return _party_block(sheet, sheet.invoice.seller, sheet.label("label.from"), width)


def buyer_block(sheet: Sheet, width: float, *, labelled: bool = True) -> Piece:
    """The buyer under its role word, beside it, or in the window of the envelope without one."""
    sheet.shown.add("customer_name")
    return _party_block(sheet, sheet.invoice.buyer, sheet.label("label.to") if labelled else None, width)


def ship_to_block(sheet: Sheet, width: float) -> Piece:
    """Where the goods go; another name than the buyer's now and then."""
    party = sheet.invoice.ship_to
    label = sheet.label("label.ship_to")
    if label is None:
        return EMPTY
    head = lines([label], sheet.font.sized(1, bold=True), width)
    return stack([head, lines([party.name, *party.address], sheet.font, width)], 1)


def _party_block(sheet: Sheet, party: Party, label: str | None, width: float) -> Piece:
    bold = sheet.font.sized(sheet.rng.choice((1, 1, 1.1)), bold=sheet.chance(0.6))
    parts = []
    way = sheet.rng.choice(("above", "above", "above", "bar", "inline", "keys")) if label else "none"
    if way == "keys":
        return party_keys(sheet, party, label or "", width)
    if way == "above":
        parts.append(
            lines(
                [label or ""],
                sheet.font.sized(sheet.rng.choice((0.9, 1, 1.1)), bold=sheet.chance(0.6)),
                width,
                colour=sheet.style.accent,
            )
        )
    elif way == "bar":
        parts.append(
            boxed(
                lines([label or ""], sheet.font.sized(1, bold=True), width - 6, colour="#ffffff"),
                width,
                pad=3,
                fill=sheet.style.accent,
            )
        )
    first = f"{label} {party.name}" if way == "inline" else party.name
    before: list[str] = []
    after: list[str] = []
    if (
        party.contact
        and party is not sheet.invoice.seller
        and sheet.chance(0.3)
        and (attention := sheet.word("label.attention"))
    ):
        (before if sheet.chance(0.2) and way != "inline" else after).append(f"{attention} {party.contact}")
    parts += [lines(before, sheet.font, width), lines([first], bold, width), lines(after, sheet.font, width)]
    parts.append(lines(details(sheet, party), sheet.font, width))
    return stack(parts, 1)


def party_keys(sheet: Sheet, party: Party, label: str, width: float) -> Piece:
    """A form: "Señor(es): X", "Dirección: …" one under the other."""
    sheet.shown |= {"customer_address"} if party is sheet.invoice.buyer else {"supplier_address"}
    pairs = [(label, party.name), (sheet.label("label.address") or "", ", ".join(party.address))]
    if party.number:
        numbered_party(sheet, party)
        pairs.append(((party.tax_label or "").rstrip(":") + sheet.style.suffix, party.number))
    if party.phone and (phone := sheet.label("label.phone")):
        pairs.append((phone, party.phone))
    return pairs_beside(sheet, pairs, width, right=False, share=0.0)


def sender_line(sheet: Sheet, width: float) -> Piece:
    """The seller's address in small print over the window."""
    seller = sheet.invoice.seller
    sheet.seller_named = True
    sheet.shown.add("supplier_address")
    small = sheet.font.sized(0.7)
    text = sheet.rng.choice((" · ", ", ", " - ")).join((seller.name, *seller.address))
    piece = lines([text], small, width, colour=GREY)
    rule = Box(x=0, y=piece.height + 1, width=width * 0.9, height=0, line=0.3)
    return Piece(height=piece.height + 4, marks=(*piece.marks, *((rule,) if sheet.chance(0.5) else ())))


def footer(sheet: Sheet, *, seller: bool) -> Piece:
    """The foot of each page: the seller's particulars in one line or in columns, or nothing."""
    invoice, width = sheet.invoice, sheet.inner
    small = sheet.font.sized(0.78)
    if not seller:
        return EMPTY
    sheet.seller_named = True
    bank = _bank_lines(sheet) if invoice.bank and sheet.chance(0.6) else []
    own = [invoice.seller.name, *invoice.seller.address]
    sheet.shown.add("supplier_address")
    numbers = [numbered_party(sheet, invoice.seller)] if invoice.seller.number else []
    numbers += [text for text in (invoice.seller.registration, invoice.seller.phone, invoice.seller.email) if text]
    rule = Box(x=0, y=0, width=width, height=0, line=0.4, stroke=sheet.style.accent)
    if sheet.chance(0.6):
        columns = [column for column in (own, numbers, bank) if column]
        each = width / len(columns)
        body = beside(
            [(lines(column, small, each - 8, colour=GREY), index * each) for index, column in enumerate(columns)]
        )
    else:
        body = lines([" · ".join(own), " · ".join([*numbers, *bank])], small, width, align="middle", colour=GREY)
    return Piece(height=body.height + 5, marks=(rule, *body.moved(0, 4)))


def _bank_lines(sheet: Sheet) -> list[str]:
    bank = sheet.invoice.bank
    if bank is None:
        return []
    found = [f"{sheet.label('text.bank_name')} {bank.name}" if sheet.chance(0.7) else bank.name]
    if bank.iban:
        sheet.shown.add("iban")
        found += [f"IBAN{sheet.rng.choice((': ', ' '))}{bank.iban}", f"BIC{sheet.rng.choice((': ', ' '))}{bank.bic}"]
    elif bank.account:
        found.append(f"{sheet.label('text.account')} {bank.account}")
    return found


def bank_block(sheet: Sheet, width: float) -> Piece:
    """Where to pay, with the holder's name now and then."""
    if sheet.invoice.bank is None or "bank" in sheet.shown:
        return EMPTY
    sheet.shown.add("bank")
    head = lines([sheet.need("text.bank")], sheet.font.sized(1, bold=sheet.chance(0.6)), width)
    body = _bank_lines(sheet)
    if sheet.chance(0.4) and (holder := sheet.label("text.holder")):
        body.insert(0, f"{holder} {sheet.invoice.seller.name}")
        sheet.seller_named = True
    return stack([head, lines(body, sheet.font, width)], 1)


# -- title, numbers and dates


def title(sheet: Sheet, width: float, align: str = "left", *, with_number: bool = False) -> Piece:
    """INVOICE, alone or with the number behind it."""
    text = sheet.need(f"title.{sheet.invoice.kind}")
    if with_number:
        sheet.shown.add("invoice_number")
        joint = sheet.rng.choice(
            (" ", " ", " # ", " Nr. ", ": ")
            if sheet.invoice.language in {"en", "de", "da", "nl"}
            else (" ", " N° ", " Nº ", ": ")
        )
        text = f"{text}{joint}{sheet.invoice.number}"
    font = sheet.font.sized(sheet.rng.choice((1.4, 1.8, 2.3, 2.8)), bold=sheet.chance(0.75))
    while font.width(text) > width and font.size > sheet.font.size:
        font = font.sized(0.85)
    return lines([text], font, width, align=align, colour=sheet.rng.choice((sheet.style.accent, "#000000")))


def meta_pairs(sheet: Sheet, *, number: bool = True, few: bool = False) -> list[Pair]:
    """The labelled numbers and dates, in the document's order. `few` leaves out what only accompanies them."""
    invoice = sheet.invoice
    listed: list[tuple[str, str, str | None]] = []  # key of the label, value, field of the truth
    if number:
        listed.append(("number", invoice.number, "invoice_number"))
    listed.append(("date", sheet.day(invoice.issued), "date"))
    if invoice.due:
        listed.append(("due", sheet.day(invoice.due), "due_date"))
    if sheet.chance(0.15):
        listed.reverse()
    extra: list[tuple[str, str, str | None]] = []
    if invoice.order:
        extra.append(("order", invoice.order, "po_number"))
        if sheet.chance(0.2):
            extra.append(("order_date", sheet.day(invoice.order_date), None))
    if sheet.chance(0.2):
        extra.append(("delivery_note", invoice.delivery_note, None))
    if sheet.chance(0.25):
        extra.append(("delivery_date", sheet.day(invoice.delivery_date), None))
    if sheet.chance(0.3):
        extra.append(("customer_number", invoice.customer_number, None))
    if sheet.chance(0.15) and invoice.seller.contact:
        extra.append(("contact", invoice.seller.contact, None))
    if sheet.chance(0.35) and invoice.terms:
        extra.append(("terms", invoice.terms, None))
    if sheet.chance(0.12):
        extra.append(("currency", invoice.country.currency, "currency"))
    if sheet.chance(0.06):
        extra.append(("period", f"{sheet.day(invoice.period[0])} - {sheet.day(invoice.period[1])}", None))
    sheet.rng.shuffle(extra)
    listed = [*extra[:1], *listed, *extra[1:]] if sheet.chance(0.1) else [*listed, *(extra[:1] if few else extra)]
    pairs = []
    for key, value, known in listed:
        label = sheet.label(f"label.{key}")
        if label is not None:
            pairs.append((label, value))
            if known:
                sheet.shown.add(known)
    return pairs


def meta(sheet: Sheet, width: float, *, number: bool = True, few: bool = False) -> Piece:
    """The labelled numbers and dates in the document's way."""
    pairs = meta_pairs(sheet, number=number, few=few)
    way = sheet.style.meta
    if way == "run":
        return lines(
            [f"{label} {value}" for label, value in pairs],
            sheet.font,
            width,
            align=sheet.rng.choice(("left", "left", "right")),
        )
    if way == "above":
        return stack(
            [
                stack([lines([label], sheet.label_font, width, colour=GREY), lines([value], sheet.font, width)])
                for label, value in pairs
            ],
            3,
        )
    if way == "cells":
        return meta_cells(sheet, pairs, width, 2)
    if way == "table" and width > sheet.inner * 0.7:
        return meta_table(sheet, pairs, width)
    if way == "grid":
        return _grid(sheet, pairs, width)
    return pairs_beside(sheet, pairs, width, right=way == "beside_right", share=sheet.rng.choice((0.0, 0.5)))


def pairs_beside(sheet: Sheet, pairs: Sequence[Pair], width: float, *, right: bool, share: float) -> Piece:
    """Labels in one column, values in the next: at its left, or at the right end. `share` is the labels' part of the
    width; 0 makes it as wide as the longest label."""
    font, label_font = sheet.font, sheet.label_font
    longest = max((label_font.width(label) for label, _ in pairs), default=0) + 8
    column = min(max(width * share, longest), width * 0.75)
    rows = []
    for label, value in pairs:
        room = max(width - column, 30)
        rows.append(
            beside(
                [
                    (lines([label], label_font, column), 0),
                    (lines([value], font, room, align="right" if right else "left"), column),
                ]
            )
        )
    return stack(rows, sheet.rng.choice((0, 2, 4)))


def meta_table(sheet: Sheet, pairs: Sequence[Pair], width: float) -> Piece:
    """Labels as headings, values in a row under them."""
    marks: list[Mark] = []
    each = width / max(len(pairs), 1)
    head = sheet.font.sized(0.95, bold=True)
    tops = [lines([label.rstrip(": ")], head, each - 6) for label, _ in pairs]
    bottoms = [lines([value], sheet.font, each - 6) for _, value in pairs]
    first = max((piece.height for piece in tops), default=0) + 5
    second = max((piece.height for piece in bottoms), default=0) + 5
    framed = sheet.chance(0.7)
    for index, (top, bottom) in enumerate(zip(tops, bottoms, strict=True)):
        x = index * each
        if framed:
            marks += [
                Box(x=x, y=0, width=each, height=first, fill="#eeeeee"),
                Box(x=x, y=first, width=each, height=second),
            ]
        marks += [*top.moved(x + 3, 2), *bottom.moved(x + 3, first + 2)]
    return Piece(height=first + second, marks=tuple(marks))


def _grid(sheet: Sheet, pairs: Sequence[Pair], width: float) -> Piece:
    """A ruled table of labels and values."""
    column = width * 0.48
    rows = []
    for label, value in pairs:
        left, right = lines([label], sheet.label_font, column - 6), lines([value], sheet.font, width - column - 6)
        height = max(left.height, right.height) + 4
        frames = (Box(x=0, y=0, width=column, height=height), Box(x=column, y=0, width=width - column, height=height))
        rows.append(Piece(height=height, marks=(*frames, *left.moved(3, 2), *right.moved(column + 3, 2))))
    return stack(rows)


def meta_cells(sheet: Sheet, pairs: Sequence[Pair], width: float, columns: int) -> Piece:
    """Cells with a small label over the value."""
    each = width / columns
    small, value_font = sheet.font.sized(0.8), sheet.font.sized(1, bold=sheet.chance(0.5))
    rows = []
    for start in range(0, len(pairs), columns):
        cells = [
            stack([lines([label], small, each - 6, colour=GREY), lines([value], value_font, each - 6)])
            for label, value in pairs[start : start + columns]
        ]
        height = max(cell.height for cell in cells) + 6
        marks: list[Mark] = []
        for index in range(columns):
            marks.append(Box(x=index * each, y=0, width=each, height=height))
            if index < len(cells):
                marks += cells[index].moved(index * each + 3, 3)
        rows.append(Piece(height=height, marks=tuple(marks)))
    return stack(rows)


def stamp(sheet: Sheet) -> Stamp | None:
    """PAID, COPY … across the page."""
    text = sheet.word("text.paid")
    if text is None:
        return None
    width, height = sheet.style.page
    font = Font(family=sheet.font.family, size=34, bold=True)
    return Stamp(
        x=width * sheet.rng.uniform(0.3, 0.7),
        y=height * sheet.rng.uniform(0.72, 0.85),
        text=text,
        font=font,
        degrees=sheet.rng.choice((12, 20, -15)),
        colour="#e5b8b8",
    )


def page_number(sheet: Sheet, page: int, pages: int) -> Text | None:
    """Page 1 of 2."""
    form = sheet.word("text.page")
    if form is None:
        return None
    width, height = sheet.style.page
    return Text(
        x=width - sheet.style.margin,
        y=height - 18,
        text=form.format(page=page, pages=pages),
        font=sheet.font.sized(0.8),
        align="right",
        colour=GREY,
    )
