"""Figures of memory: what is wrong or missing with it and without, over orders or by month."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

from rich.console import Console
from rich.table import Table

from tests.evaluation.memory.booking import Suggested
from tests.evaluation.memory.orders import Known, Step
from tests.evaluation.running import DocumentResult
from tests.evaluation.truth import FIELDS, ITEMS

OF_SELLER = ("supplier_name", "supplier_address", "supplier_vat_id", "supplier_tax_id", "iban")
OF_DOCUMENT = ("invoice_number", "date", "amount_total")
OTHERS = tuple(name for name in FIELDS if name not in {*OF_SELLER, *OF_DOCUMENT})
GROUPS = {"name, address, tax number, account": OF_SELLER, "number, date, total": OF_DOCUMENT, "others": OTHERS}
"""What the aims are about, and everything else."""


@dataclass(frozen=True, kw_only=True)
class Tally:
    """Values asked for, and how many are wrong or missing without memory and with it."""

    asked: int = 0
    without: int = 0
    with_memory: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            asked=self.asked + other.asked,
            without=self.without + other.without,
            with_memory=self.with_memory + other.with_memory,
        )


def _comes_back(step: Step) -> bool:
    """Whether the document is its seller's second or a later one."""
    return bool(step.place)


def tallies(documents: Sequence[Known], steps: Iterable[Step]) -> dict[str, Tally]:
    """Field -> its tally over the steps."""
    found: dict[str, Tally] = defaultdict(Tally)
    for step in steps:
        before, after = documents[step.index].without.result, step.result
        for name, outcome in before.fields.items():
            found[name] += Tally(asked=1, without=int(not outcome.right), with_memory=int(not after.fields[name].right))
        if before.items_wanted:
            found[ITEMS] += Tally(
                asked=before.items_wanted,
                without=before.items_wanted - before.items_right,
                with_memory=after.items_wanted - after.items_right,
            )
    return found


def _summed(found: dict[str, Tally], names: Iterable[str]) -> Tally:
    return sum((found[name] for name in names if name in found), Tally())


def _reduction(without: float, with_memory: float) -> str:
    return f"{100 * (1 - with_memory / without):.0f} %" if without else ""


def print_orders(documents: Sequence[Known], orders: Sequence[Sequence[Step]], console: Console) -> None:
    """The figures over all orders: of documents that are their seller's second or later, mean and range."""
    back = [[step for step in steps if _comes_back(step)] for steps in orders]
    found = [tallies(documents, steps) for steps in back]
    counts = [len(steps) for steps in back]
    table = Table(
        title=f"memory off and on: {fmean(counts):.1f} documents an order are their seller's second or a later one; "
        f"{len(orders)} orders",
        title_justify="left",
    )
    for heading in ("wrong or missing", "values", "off", "on", "on, least to most", "fewer"):
        table.add_column(heading, justify="left" if heading == "wrong or missing" else "right")
    for group, names in GROUPS.items():
        for name in (*names, *([ITEMS] if group == "others" else ())):
            if any(name in one for one in found):
                _add_row(table, name.replace("_", " "), [one.get(name, Tally()) for one in found])
        _add_row(table, f"[bold]{group}[/bold]", [_summed(one, names) for one in found], end_section=True)
    console.print(table)
    recalled = [sum(step.lessons > 0 for step in steps) / len(steps) for steps in back if steps]
    console.print(f"recalled: {100 * fmean(recalled or [0]):.1f} % of them")
    for title, chosen in (
        ("the first of its seller", [step for steps in orders for step in steps if step.place == 0]),
        ("of no known seller", [step for steps in orders for step in steps if step.place is None]),
    ):
        same = sum(step.same for step in chosen)
        console.print(f"{title}: {same} of {len(chosen)} answers are to the byte those without memory")


def _add_row(table: Table, name: str, found: Sequence[Tally], *, end_section: bool = False) -> None:
    without, with_memory = [one.without for one in found], [one.with_memory for one in found]
    table.add_row(
        name,
        f"{fmean(one.asked for one in found):.1f}",
        f"{fmean(without):.2f}",
        f"{fmean(with_memory):.2f}",
        f"{min(with_memory)} to {max(with_memory)}",
        _reduction(fmean(without), fmean(with_memory)),
        end_section=end_section,
    )


def print_slices(documents: Sequence[Known], steps: Sequence[Step], by: str, console: Console) -> None:
    """The figures of one order by a key of the documents' meta, such as the month, without first documents."""
    slices: dict[str, list[Step]] = defaultdict(list)
    for step in steps:
        if _comes_back(step):
            slices[str(documents[step.index].labelled.meta[by])].append(step)
    table = Table(title=f"wrong or missing by {by}, memory off and on", title_justify="left")
    table.add_column(by)
    table.add_column("documents", justify="right")
    for group in GROUPS:
        table.add_column(group, justify="right")
    slices["all"] = [step for members in slices.values() for step in members]
    for key, members in slices.items():
        found = tallies(documents, members)
        sums = [_summed(found, names) for names in GROUPS.values()]
        table.add_row(key, str(len(members)), *(f"{one.without} → {one.with_memory} of {one.asked}" for one in sums))
    console.print(table)


def print_bookings(steps: Iterable[Step], console: Console) -> None:
    """How often the account suggested first is right, by how many invoices of the seller there were before."""
    found: dict[str, Suggested] = defaultdict(Suggested)
    for step in steps:
        before = "third or later" if (step.place or 0) >= 2 else ("first", "second")[step.place or 0]
        found[before] += step.suggested
    table = Table(title="accounts suggested first, of invoices and their lines", title_justify="left")
    for heading in ("invoice of its seller", "accounts", "suggested", "right", "share"):
        table.add_column(heading, justify="right")
    for key in ("first", "second", "third or later"):
        one = found[key]
        share = f"{100 * one.right / one.asked:.1f} %" if one.asked else ""
        table.add_row(key, str(one.asked), str(one.given), str(one.right), share)
    console.print(table)


def print_changes(documents: Sequence[Known], steps: Iterable[Step], console: Console) -> None:
    """Every value of the orders that is wrong with memory, or was wrong without it, each once with how often."""
    times: Counter[str] = Counter()
    for step in steps:
        if not _comes_back(step):
            continue
        times.update(_told(documents[step.index].without.result, step.result, step.lessons))
    for line, count in sorted(times.items()):
        console.print(f"{count:3} × {line}", markup=False, soft_wrap=True)


def _told(before: DocumentResult, after: DocumentResult, lessons: int) -> Iterator[str]:
    for name, outcome in after.fields.items():
        was = before.fields[name]
        if was.right and outcome.right:
            continue
        kind = {(True, False): "WORSE", (False, True): "better", (False, False): "wrong"}[was.right, outcome.right]
        recalled = "" if lessons else " (nothing recalled)"
        yield (
            f"{kind:6} {name:16} {after.set_name}/{after.name}{recalled}: "
            f"{was.answer!r} -> {outcome.answer!r} ({outcome.wanted!r})"
        )
    if after.items_right != before.items_right:
        right = f"{before.items_right} -> {after.items_right}"
        yield f"items  {after.set_name}/{after.name}: {right} of {after.items_wanted} right"
