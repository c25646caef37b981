"""Which label each printed amount belongs to."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from functions.extract.layout import PageLayout, Row, Segment, overlap
from functions.extract.local.lexicon.kinds import Label
from functions.extract.local.lexicon.labels import LABELS
from functions.extract.local.lexicon.phrases import CONTAINED, INCLUDED_BEFORE, INCLUDED_BEHIND, INCLUSIVE, UNTAXED
from functions.extract.local.links.places import LabelMap, Relation
from functions.extract.local.mentions.amounts import Amount
from functions.extract.local.mentions.labels import FURTHEST_BEFORE_TAX, PrintedLabel, labels_of
from shared.domain.normalising import fold

MONEY_LABELS = frozenset(
    {
        Label.TOTAL, Label.NET, Label.TAX, Label.DUE, Label.PAID, Label.CASH, Label.CARD, Label.CHANGE, Label.ROUNDING,
        Label.TIP, Label.DISCOUNT, Label.CHARGE, Label.GROSS, Label.COMMISSION, Label.PREVIOUS, Label.OTHER_AMOUNT,
        Label.COUNT,
    }
)  # fmt: skip

TENDER_LABELS = frozenset({Label.PAID, Label.CASH, Label.CARD, Label.CHANGE, Label.TIP, Label.CHARGE})
WORD = re.compile(r"[^\W\d_]{2,}")

MOST_WORDS = 9
"""Words from a label to its amount at most; beyond that they are a sentence."""

LONGEST_REST = 200
"""Characters from a label to its amount, or to the end of its cell, at most."""

COLUMN_LINES = 3.0
"""How far below a column's heading its amount may be, in line heights."""


SUM_LABELS = MONEY_LABELS - {Label.CARD, Label.CASH, Label.CHANGE, Label.OTHER_AMOUNT, Label.COUNT}
"""What stands beside a sum even if it is printed without decimals and sign."""

LONGEST_PLAIN = 8
"""Digits of a number without separators that may be a sum; longer ones are registrations and accounts."""

HEADED = frozenset({Label.TOTAL, Label.TAX})
HEADED_LINES = 2.0
"""A row of sums without decimals is one if headings right over it name a tax and a total."""

STACKED_LINES = 1.7
"""Two rows of one label are at most so far apart, in line heights."""

SHIFTED_LINES = 0.8
"""A column of amounts stands at most so many line heights higher than its column of labels."""


@dataclass(frozen=True, kw_only=True)
class LabelledAmount:
    """An amount and the label that names it. `distance` is in line heights (below) or in page widths (right); `foot`
    says that it is the sum of the column that its label heads."""

    amount: Amount
    label: Label
    found: PrintedLabel
    relation: Relation
    distance: float
    foot: bool = False


def labelled_amounts(labels: LabelMap, amounts: Sequence[Amount]) -> tuple[LabelledAmount, ...]:
    """For each amount the label of its row, else the one on the row above it, and the heading of its column."""
    by_row: dict[tuple[int, int], list[Amount]] = {}
    for amount in amounts:
        by_row.setdefault((amount.segment.page, amount.segment.row), []).append(amount)
    found: list[LabelledAmount] = []
    for (page_number, row_index), members in by_row.items():
        page = labels.layout.page(page_number)
        row = page.rows[row_index]
        row_labels = [label for segment in row.segments for label in labels.of(segment)]
        of_row: list[LabelledAmount] = []
        for amount in members:
            beside = (
                _stacked(labels, page, by_row, amount)
                or _beside(row_labels, members, amount)
                or _behind(labels, page, members, amount)
            )
            if beside is not None:
                of_row.append(beside)
            above = _above(labels, page, by_row, amount) if beside is None else None
            if above is not None:
                of_row.append(above)
            column = None if _named_otherwise(beside) else _column(labels, page, row, amount)
            if column is not None:
                of_row.append(column)
            elif beside is None and above is None:
                of_row.extend(_under(labels, page, members, by_row, amount))
        found.extend(_with_feet(labels, page, by_row, _of_their_columns(labels, page, by_row, of_row)))
    return tuple(found)


def _named_otherwise(beside: LabelledAmount | None) -> bool:
    """Whether its own cell says that an amount is none of the sums, whatever stands over it."""
    return beside is not None and beside.label is Label.OTHER_AMOUNT and beside.relation is Relation.AFTER


def plain_sums(labelled: Sequence[LabelledAmount], amounts: Sequence[Amount]) -> frozenset[Amount]:
    """Numbers without decimals and sign that are sums by their place: alone behind the label of a sum, the last figure
    of their row ("Taxable value  56800"), or under a heading of its own in a row of sums."""
    last: dict[tuple[int, int], Amount] = {}
    for amount in amounts:
        last[amount.segment.page, amount.segment.row] = amount
    kinds: dict[tuple[int, int], set[Label]] = {}
    for item in labelled:
        if item.relation is Relation.ABOVE and item.distance <= HEADED_LINES:
            kinds.setdefault((item.amount.segment.page, item.amount.segment.row), set()).add(item.label)
    headed = {row for row, labels in kinds.items() if labels >= HEADED}
    return frozenset(
        item.amount
        for item in labelled
        if (item.amount.segment.page, item.amount.segment.row) in headed
        and item.relation is Relation.ABOVE
        and item.label in SUM_LABELS
        and not item.amount.money
        and not item.amount.percent
        and _stands_alone(item)
    ) | frozenset(
        item.amount
        for item in labelled
        if item.label in SUM_LABELS
        and (item.relation is not Relation.ABOVE or item.foot)
        and not item.amount.money
        and not item.amount.percent
        and last[item.amount.segment.page, item.amount.segment.row] is item.amount
        and _stands_alone(item)
    )


def _stands_alone(item: LabelledAmount) -> bool:
    amount = item.amount
    same = item.found.segment is amount.segment
    if same and not _begins(item.found):
        return False  # "Austin, TX 78701"
    start = item.found.end if same else 0
    around = amount.segment.text[start : amount.start] + amount.segment.text[amount.end :]
    digits = re.search(r"\d+", amount.text)
    return not any(map(str.isalnum, around)) and len(digits[0] if digits else "") <= LONGEST_PLAIN


def _beside(row_labels: Sequence[PrintedLabel], members: Sequence[Amount], amount: Amount) -> LabelledAmount | None:
    """The nearest run of labels on its left: labels with no other money between them are read together."""
    left = [
        label
        for label in row_labels
        if _before(label.segment, label.start, amount) and not _begins_a_sentence(label, amount)
    ]
    money = [other for other in members if other.money and other is not amount]
    left = [label for label in left if not any(_says_untaxed(other, label) for other in money)]
    if _says_how_terms_count(left, amount):
        left.pop()
    if not left:
        return None
    run: list[PrintedLabel] = []
    for label in reversed(left):
        if run and (label.segment is not run[-1].segment or any(_between(label, other, run[-1]) for other in money)):
            break
        run.append(label)
    run.reverse()
    governing = _governing(run, amount)
    if governing is None:
        return None
    label, kind = governing
    same = label.segment is amount.segment
    return LabelledAmount(
        amount=amount,
        label=kind,
        found=label,
        relation=Relation.AFTER if same else Relation.RIGHT,
        distance=max(amount.box.x0 - label.box.x1, 0.0),
    )


def _says_how_terms_count(left: Sequence[PrintedLabel], amount: Amount) -> bool:
    """Whether the word for net before a bare number is of the terms of payment it stands behind: "Terms:  Net 30"."""
    if len(left) < 2 or amount.money:
        return False
    terms, net = left[-2:]
    return terms.label is Label.PAYMENT_TERMS and net.label is Label.NET and net.segment is amount.segment


def _says_untaxed(amount: Amount, label: PrintedLabel) -> bool:
    """Whether a label ends the cell of an amount, right behind it, and says that no tax is in it ("48,54 € HT"): it
    names no amount to its right."""
    return label.segment is amount.segment and label.start >= amount.end and _is_untaxed(amount)


def _is_untaxed(amount: Amount) -> bool:
    """Whether nothing but the words for "without tax" stands behind an amount in its cell: "48,54 € HT"."""
    return UNTAXED.fullmatch(amount.segment.text[amount.end :].strip(" ().")) is not None


def _begins_a_sentence(label: PrintedLabel, amount: Amount) -> bool:
    """ "Cambio de pastillas y discos" is no change given back: only the amount may follow such labels. A few words
    may follow others ("El total de este comprobante expresado en …, al tipo de cambio de …, asciende a")."""
    end = amount.start if amount.segment is label.segment else len(label.segment.text)
    if end - label.end > LONGEST_REST:
        return True
    rest = label.segment.text[label.end : end]
    return len(WORD.findall(rest)) > (1 if label.label in TENDER_LABELS else MOST_WORDS)


def _before(segment: Segment, start: int, amount: Amount) -> bool:
    return (segment is amount.segment and start < amount.start) or segment.box.x1 <= amount.segment.box.x0


def _between(label: PrintedLabel, amount: Amount, after: PrintedLabel) -> bool:
    return amount.segment is label.segment and label.end <= amount.start and amount.end <= after.start


def _governing(run: Sequence[PrintedLabel], amount: Amount) -> tuple[PrintedLabel, Label] | None:
    """Of labels that are read together the first money label decides; the meaning of "Total … GST 6%" and "Total excl.
    tax" depends on the words around."""
    money = [label for label in run if label.label in MONEY_LABELS]
    if not money:
        if run and _is_rate_of(run[0], amount):
            return run[0], Label.TAX
        if run and amount.money and (dated := _sum_of(run[0])) is not None:
            return run[0], dated
        return (run[0], run[0].label) if run else None
    first = money[0]
    rest = text_between(first, amount)
    kind = first.label
    if kind in (Label.TOTAL, Label.DUE):
        if UNTAXED.search(rest) or _is_untaxed(amount):
            kind = Label.NET
        elif len(money) > 1 and not INCLUSIVE.search(first.text + rest):
            second = money[1]
            if second.label in (Label.TAX, Label.COUNT, Label.DISCOUNT, Label.ROUNDING, Label.NET, Label.CHANGE):
                kind = second.label
    elif kind is Label.TAX and len(money) > 1 and money[1].label is Label.TOTAL:
        between = first.segment.text[first.end : money[1].start]
        if INCLUSIVE.search(between) and not CONTAINED.search(between):
            kind = Label.TOTAL  # "GST inclusive total", but not "GST included in total"
    elif kind is Label.ROUNDING and abs(amount.value) >= 1:
        kind = Label.TOTAL  # a rounding is less than one: this is the sum after rounding
    return first, kind


def _sum_of(day: PrintedLabel) -> Label | None:
    """What is due by a day or was paid on it, where its label says so too: "Total due by 7 June   764.00", "Paid on
    7 June   40.00"."""
    label = LABELS.get(fold(" ".join(day.text.split()[:-1])))
    if day.label is Label.DUE_DATE:
        return Label.DUE if label in (Label.DUE, Label.TOTAL) else None
    return label if day.label is Label.OTHER_DATE and label is Label.PAID else None


def text_between(label: PrintedLabel, amount: Amount) -> str:
    """Of the label's segment, what stands between it and the amount."""
    return label.segment.text[label.end : amount.start if amount.segment is label.segment else None]


def _stacked(
    labels: LabelMap, page: PageLayout, by_row: dict[tuple[int, int], list[Amount]], amount: Amount
) -> LabelledAmount | None:
    """A label in two rows, of which one is that of the amount ("Sub / Total   150.00", "Total / GBP   180.00")."""
    near = next((other for other in page.left_of(amount.segment) if any(map(str.isalpha, other.text))), None)
    if near is None or labels.of(near) or near.row + 1 > len(page.rows) or len(WORD.findall(near.text)) > 2:
        return None
    if any(other.money and other.segment is near for other in by_row.get((page.number, near.row), ())):
        return None  # "R$ 0,00" is no part of a label
    for step in (1, -1):
        index = near.row + step
        if not 0 <= index < len(page.rows):
            continue
        for other in page.rows[index].segments:
            apart = abs(other.middle - near.middle) / max(page.line_height, near.line_height)
            if (
                apart <= STACKED_LINES
                and overlap(other.box, near.box)
                and not any(map(str.isdigit, other.text))
                and not any(one.money and one.box.x0 > other.box.x0 for one in by_row.get((page.number, index), ()))
            ):
                whole = _joined((near, other) if step == 1 else (other, near))
                run = [label for label in labels_of(whole) if label.label in MONEY_LABELS]
                governing = _governing(run, amount) if run else None
                if governing is not None and not whole.text[: run[0].start].strip():
                    return LabelledAmount(
                        amount=amount,
                        label=governing[1],
                        found=governing[0],
                        relation=Relation.RIGHT,
                        distance=max(amount.box.x0 - near.box.x1, 0.0),
                    )
    return None


def _joined(segments: Sequence[Segment]) -> Segment:
    """Segments of several rows read as one."""
    return replace(segments[0], words=tuple(word for segment in segments for word in segment.words))


def _behind(labels: LabelMap, page: PageLayout, members: Sequence[Amount], amount: Amount) -> LabelledAmount | None:
    """The label directly behind the only amount, but for rates, of a row that begins with it ("960.00  Total")."""
    if not amount.money or sum(not one.percent for one in members) != 1 or page.left_of(amount.segment):
        return None
    text = amount.segment.text
    if any(map(str.isalnum, text[: amount.start])):
        return None
    inside = [label for label in labels.of(amount.segment) if label.start >= amount.end]
    if any(character.isalnum() for character in text[amount.end : inside[0].start if inside else None]):
        return None
    nearest = next(iter(page.right_of(amount.segment)), None)
    run = inside or (list(labels.of(nearest)) if nearest is not None and labels.opens(nearest) else [])
    if not run or run[0].label not in MONEY_LABELS:
        return None
    return LabelledAmount(
        amount=amount,
        label=run[0].label,
        found=run[0],
        relation=Relation.RIGHT,
        distance=max(run[0].box.x0 - amount.box.x1, 0.0),
    )


def _above(
    labels: LabelMap, page: PageLayout, by_row: dict[tuple[int, int], list[Amount]], amount: Amount
) -> LabelledAmount | None:
    """A label alone on the row above: narrow receipts print the amount under it. Where a column of amounts is shifted
    up against its labels, the row below is nearer and has the label."""
    index = amount.segment.row
    if len(page.rows[index].segments) > 2:
        return None
    height = max(page.line_height, amount.segment.line_height)
    near = []
    for other, reach in ((index - 1, COLUMN_LINES), (index + 1, SHIFTED_LINES)):
        if not 0 <= other < len(page.rows) or any(one.money for one in by_row.get((page.number, other), ())):
            continue
        if other < index and _in_a_table(page.rows[other], page.rows[index], amount):
            continue
        run = [
            label
            for segment in page.rows[other].segments
            for label in labels.of(segment)
            if label.label in MONEY_LABELS and (other < index or _begins(label))
        ]
        distance = abs(page.rows[index].middle - page.rows[other].middle) / height
        governing = _governing(run, amount) if run and distance <= reach else None
        if governing is not None:
            near.append((distance, governing))
    if not near:
        return None
    distance, (label, kind) = min(near, key=lambda one: one[0])
    return LabelledAmount(amount=amount, label=kind, found=label, relation=Relation.BELOW, distance=distance)


def _in_a_table(heading: Row, row: Row, amount: Amount) -> bool:
    """Whether words beside the amount have a heading of their own: then the amount's heads its column of lines."""
    heads = [head for head in heading.segments if not overlap(head.box, amount.segment.box)]
    beside = [other for other in row.segments if other is not amount.segment and any(map(str.isalpha, other.text))]
    return any(overlap(other.box, head.box) for other in beside for head in heads)


def _begins(label: PrintedLabel) -> bool:
    """Whether nothing stands before it in its segment."""
    return not any(map(str.isalnum, label.segment.text[: label.start]))


def _under(
    labels: LabelMap,
    page: PageLayout,
    members: Sequence[Amount],
    by_row: dict[tuple[int, int], list[Amount]],
    amount: Amount,
) -> Iterator[LabelledAmount]:
    """The label right under an amount, where a row of amounts stands over a row of labels."""
    money = [one for one in members if one.money]
    index = amount.segment.row + 1
    if len(money) < LOWEST_HEADS or index >= len(page.rows) or _has_money(page, by_row, index):
        return
    row = page.rows[index]
    apart = (row.middle - page.rows[index - 1].middle) / max(page.line_height, amount.segment.line_height)
    heads = [segment for segment in row.segments if labels.opens(segment)]
    if apart > STACKED_LINES or len(heads) < len(money):
        return
    below = [one for one in by_row.get((page.number, index + 1), ()) if one.money]
    if sum(any(overlap(one.box, head.box) for one in below) for head in heads) >= LOWEST_HEADS:
        return  # they head a row of their own
    for segment in heads:
        label = labels.of(segment)[0]
        if label.label in MONEY_LABELS and overlap(segment.box, amount.box):
            yield LabelledAmount(amount=amount, label=label.label, found=label, relation=Relation.RIGHT, distance=apart)
            return


def _column(labels: LabelMap, page: PageLayout, row: Row, amount: Amount) -> LabelledAmount | None:
    """The heading of the column, if there are only amounts between."""
    for other in page.above(amount.segment, COLUMN_LINES):
        inside = [
            label
            for label in labels.of(other)
            if label.box.x0 < amount.box.x1 + 0.01 and label.box.x1 > amount.box.x0 - 0.01
        ]
        if inside:
            label = inside[0]
            kind = Label.TAX if _is_rate_of(label, amount) else Label.GROSS if _with_tax(label) else label.label
            if kind not in MONEY_LABELS:
                return None
            distance = (row.middle - other.middle) / max(page.line_height, amount.segment.line_height)
            return LabelledAmount(amount=amount, label=kind, found=label, relation=Relation.ABOVE, distance=distance)
    return _in_box(labels, page, row, amount)


BOXES_UP = 2
"""Rows from the value of a box up to its heading at most."""


def _in_box(labels: LabelMap, page: PageLayout, row: Row, amount: Amount) -> LabelledAmount | None:
    """The heading at the left of a box with the amount alone at its right, in a row of several such headings; none for
    an amount that is named in its own cell."""
    if any(map(str.isalpha, amount.segment.text[: amount.start])):
        return None
    for over in reversed(page.rows[max(row.index - BOXES_UP, 0) : row.index]):
        distance = (row.middle - over.middle) / max(page.line_height, amount.segment.line_height)
        if distance > COLUMN_LINES or any(map(str.isdigit, over.text)):
            return None
        named = [label for cell in over.segments for label in labels.of(cell)[:1] if label.label in MONEY_LABELS]
        if len(named) < 2:
            continue
        left = [cell for cell in over.segments if cell.box.x0 <= amount.box.x0]
        end = next((cell.box.x0 for cell in over.right_of(amount.box.x0)), 1.0)
        label = next((label for label in named if left and label.segment is left[-1] and _begins(label)), None)
        if label is None or amount.box.x1 > end or left[-1].box.x1 > amount.box.x0:
            return None
        alone = sum(left[-1].box.x0 <= cell.box.x0 < end for cell in row.segments) == 1
        found = LabelledAmount(
            amount=amount, label=label.label, found=label, relation=Relation.ABOVE, distance=distance
        )
        return found if alone else None
    return None


def _with_tax(label: PrintedLabel) -> bool:
    """Whether the heading of a column says that the tax is in its amounts: "Importe (IVA incl.)", "Price incl. VAT"."""
    text = label.segment.text
    return label.label is Label.TAX and bool(
        INCLUSIVE.search(label.text)
        or INCLUDED_BEFORE.search(text, max(label.start - FURTHEST_BEFORE_TAX, 0), label.start)
        or INCLUDED_BEHIND.match(text, label.end)
    )


def _is_rate_of(label: PrintedLabel, amount: Amount) -> bool:
    """Whether the amount is the tax itself: "Tax rate 6.25 %   206.19"."""
    return label.label is Label.RATE and amount.money and "%" in text_between(label, amount)


MOST_ROWS_UP = 80
"""Rows between the heading of a table and its row of sums."""

LOWEST_HEADS = 2


def _of_their_columns(
    labels: LabelMap, page: PageLayout, by_row: dict[tuple[int, int], list[Amount]], of_row: list[LabelledAmount]
) -> list[LabelledAmount]:
    """The labels of a row without the word for a tax before several amounts ("IGST  6.10  40.00") for those behind the
    first whose column is called something else."""
    beside = [item for item in of_row if item.relation is Relation.RIGHT and item.label is Label.TAX]
    behind = [item for item in beside[1:] if item.amount.money and item.found is beside[0].found]
    if not behind or not beside[0].amount.money:
        return of_row
    heading = _heading(labels, page, by_row, beside[0].amount.segment.row)
    feet = {item.amount: foot for item in behind if (foot := _foot(heading, item.amount)) is not None}
    return [item for item in of_row if item not in behind or feet.get(item.amount, item).label is Label.TAX]


def _with_feet(
    labels: LabelMap, page: PageLayout, by_row: dict[tuple[int, int], list[Amount]], of_row: list[LabelledAmount]
) -> list[LabelledAmount]:
    """The labels of a row; where it is the row of sums of a table ("Total  40,000.00  3,600.00  43,600.00"), each
    amount is what the heading of its column says, and the row's own label names the last."""
    beside = [item for item in of_row if item.relation is Relation.RIGHT or item.relation is Relation.AFTER]
    sums = [item for item in beside if item.label in (Label.TOTAL, Label.NET) and item.amount.money]
    if len(sums) < LOWEST_HEADS or len({item.found for item in sums}) > 1:
        return of_row
    heading = _heading(labels, page, by_row, sums[0].amount.segment.row)
    feet = {item.amount: foot for item in sums if (foot := _foot(heading, item.amount)) is not None}
    if not feet:
        return of_row
    last = sums[-1].amount
    kept = [
        item
        for item in of_row
        if item.amount is last or item.amount not in feet or item.label is feet[item.amount].label
    ]
    near = {(item.amount, item.label) for item in kept if item.relation is Relation.ABOVE}
    return [*kept, *(foot for amount, foot in feet.items() if (amount, foot.label) not in near)]


def _heading(
    labels: LabelMap, page: PageLayout, by_row: dict[tuple[int, int], list[Amount]], index: int
) -> tuple[Segment, ...]:
    """The segments of the heading of the table that ends in this row, of all its rows; empty if there is none."""
    for upper in range(index - 1, max(index - MOST_ROWS_UP, 0) - 1, -1):
        row = page.rows[upper]
        heads = {label.label for segment in row.segments for label in labels.of(segment)} & MONEY_LABELS
        if len(row.segments) < LOWEST_HEADS or not heads or _has_money(page, by_row, upper):
            continue
        rows = [upper]
        for step in (-1, 1):
            at = upper + step
            while (
                0 <= at < index
                and not _has_money(page, by_row, at)
                and abs(page.rows[at].middle - page.rows[at - step].middle) <= STACKED_LINES * page.line_height
                and abs(at - upper) <= LOWEST_HEADS
            ):
                rows.append(at)
                at += step
        return tuple(segment for at in sorted(rows) for segment in page.rows[at].segments)
    return ()


def _has_money(page: PageLayout, by_row: dict[tuple[int, int], list[Amount]], index: int) -> bool:
    return any(one.money for one in by_row.get((page.number, index), ()))


def _foot(heading: Sequence[Segment], amount: Amount) -> LabelledAmount | None:
    """The amount under the words of the heading that are over it."""
    words = tuple(word for segment in heading for word in segment.words if overlap(word.box, amount.box))
    if not words:
        return None
    over = replace(heading[0], words=words)
    run = [label for label in labels_of(over) if label.label in MONEY_LABELS]
    if not run:
        return None
    distance = (amount.box.y0 - run[0].box.y1) / max(amount.segment.line_height, 0.001)
    return LabelledAmount(
        amount=amount, label=run[0].label, found=run[0], relation=Relation.ABOVE, distance=distance, foot=True
    )
