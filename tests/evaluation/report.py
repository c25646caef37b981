"""Figures from results: per set and field, calibration, time, and what changed since another run."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.evaluation.running import DocumentResult, FieldResult
from tests.evaluation.truth import FIELDS, ITEMS

BUCKETS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 1.01)


@dataclass(frozen=True, kw_only=True)
class Figures:
    """One field of one set. Recall counts the documents that have it in their truth, precision those answered."""

    documents: int
    given: int
    exact: int
    right: int
    like: int

    @property
    def precision(self) -> float:
        return self.right / self.given if self.given else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.documents if self.documents else 0.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def as_json(self) -> dict[str, float]:
        counts = {"documents": self.documents, "given": self.given, "exact": self.exact}
        return {
            **counts,
            "right": self.right,
            "like": self.like,
            "precision": round(self.precision, 4),
            "recall": round(self.recall, 4),
            "f1": round(self.f1, 4),
        }


def figures_of(outcomes: Iterable[FieldResult]) -> Figures:
    """Counts the outcomes of one field."""
    listed = list(outcomes)
    return Figures(
        documents=len(listed),
        given=sum(outcome.given for outcome in listed),
        exact=sum(outcome.exact for outcome in listed),
        right=sum(outcome.right for outcome in listed),
        like=sum(outcome.like for outcome in listed),
    )


def by_set(results: Sequence[DocumentResult]) -> dict[str, list[DocumentResult]]:
    sets: dict[str, list[DocumentResult]] = defaultdict(list)
    for result in results:
        sets[result.set_name].append(result)
    return dict(sorted(sets.items()))


def field_figures(results: Sequence[DocumentResult]) -> dict[str, Figures]:
    """Field -> figures, in the order the fields first appear; lines as `items` (each line counts as a document)."""
    outcomes: dict[str, list[FieldResult]] = defaultdict(list)
    for result in results:
        for name, outcome in result.fields.items():
            outcomes[name].append(outcome)
    figures = {name: figures_of(listed) for name, listed in outcomes.items()}
    wanted = sum(result.items_wanted for result in results)
    if wanted:
        right = sum(result.items_right for result in results)
        given = sum(result.items_given for result in results if result.items_wanted)
        figures["items"] = Figures(documents=wanted, given=given, exact=right, right=right, like=right)
    return figures


def all_right(results: Sequence[DocumentResult]) -> int:
    """Documents with every field of their truth right (lines aside)."""
    return sum(bool(result.fields) and all(outcome.right for outcome in result.fields.values()) for result in results)


def calibration(results: Sequence[DocumentResult]) -> list[dict[str, float]]:
    """Per bucket of confidence: how many values, and which share of them is right."""
    rows = []
    values = [
        outcome
        for result in results
        for outcome in result.fields.values()
        if outcome.given and outcome.confidence is not None
    ]
    for low, high in pairwise(BUCKETS):
        inside = [outcome for outcome in values if low <= (outcome.confidence or 0.0) < high]
        if inside:
            share = sum(outcome.right for outcome in inside) / len(inside)
            rows.append({"from": low, "to": min(high, 1.0), "values": len(inside), "right": round(share, 4)})
    return rows


def summary(results: Sequence[DocumentResult]) -> dict[str, Any]:
    """Everything of one set for the JSON report."""
    seconds = [result.read_seconds / result.pages for result in results if result.read_seconds and result.pages]
    pages = sum(result.pages for result in results)
    return {
        "documents": len(results),
        "pages": pages,
        "errors": sum(result.error is not None for result in results),
        "all_right": all_right(results),
        "readers": dict(Counter(reader for result in results for reader in result.readers)),
        "read_seconds_a_page": round(fmean(seconds), 3) if seconds else None,
        "extract_seconds_a_page": round(sum(result.extract_seconds for result in results) / max(pages, 1), 4),
        "fields": {name: figures.as_json() for name, figures in field_figures(results).items()},
        "calibration": calibration(results),
    }


def print_report(results: Sequence[DocumentResult], console: Console) -> None:
    """A table for each set, then the calibration over all."""
    for set_name, members in by_set(results).items():
        facts = summary(members)
        table = Table(title=f"{set_name}: {len(members)} documents, {facts['pages']} pages", title_justify="left")
        for heading in ("field", "documents", "given", "exact", "right", "like", "precision", "recall", "F1"):
            table.add_column(heading, justify="left" if heading == "field" else "right")
        for name, figures in field_figures(members).items():
            table.add_row(
                name,
                *(
                    str(count)
                    for count in (figures.documents, figures.given, figures.exact, figures.right, figures.like)
                ),
                *(f"{100 * share:.1f}" for share in (figures.precision, figures.recall, figures.f1)),
            )
        console.print(table)
        reading = facts["read_seconds_a_page"]
        console.print(
            f"every field right: {facts['all_right']}/{len(members)}; errors: {facts['errors']}; readers: "
            f"{facts['readers']}; reading {reading if reading is not None else '?'} s a page, "
            f"extracting {facts['extract_seconds_a_page']} s a page\n"
        )
    table = Table(
        title="calibration: values given with this confidence, and the share that is right", title_justify="left"
    )
    for heading in ("confidence", "values", "right"):
        table.add_column(heading, justify="right")
    for row in calibration(results):
        table.add_row(f"{row['from']:.2f}-{row['to']:.2f}", f"{row['values']:.0f}", f"{100 * row['right']:.1f} %")
    console.print(table)


def with_figures(page: str, results: Sequence[DocumentResult]) -> str:
    """The page with today's figures between its two marks. Raises ValueError if it lacks them."""
    return with_lines(page, "figures", _as_markdown(results))


def with_lines(page: str, name: str, lines: Sequence[str]) -> str:
    """The page with these lines between its marks of that name. Raises ValueError if it lacks them."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    before, begun, rest = page.partition(begin)
    _, ended, after = rest.partition(end)
    if not begun or not ended:
        raise ValueError(f"The page has no lines {begin} and {end}.")
    return "\n".join([before + begin, "", *lines, "", end + after])


def _as_markdown(results: Sequence[DocumentResult]) -> list[str]:
    """Right of the documents that have the field, a row for each set, and how often confident values are right."""
    sets = {name: field_figures(members) for name, members in by_set(results).items()}
    present = {name for figures in sets.values() for name in figures}
    fields = [name for name in (*FIELDS, ITEMS) if name in present]
    lines = []
    for group in (fields[: len(fields) // 2], fields[len(fields) // 2 :]):
        lines += [
            "| set (documents) | " + " | ".join(name.replace("_", " ") for name in group) + " |",
            "|---|" + "---|" * len(group),
        ]
        for name, figures in sets.items():
            cells = [f"{one.right}/{one.documents}" if (one := figures.get(field)) else "" for field in group]
            lines.append(f"| {name} ({len(by_set(results)[name])}) | " + " | ".join(cells) + " |")
        lines.append("")
    lines += ["| confidence given | values | right |", "|---|---|---|"]
    lines += [
        f"| {row['from']:.2f} to {row['to']:.2f} | {row['values']:.0f} | {100 * row['right']:.1f} % |"
        for row in calibration(results)
    ]
    return lines


def changes(before: Sequence[dict[str, Any]], results: Sequence[DocumentResult]) -> list[str]:
    """One line for each field whose rightness or answer changed, documents in order; what got worse first."""
    old = {(document["set_name"], document["name"]): document for document in before}
    worse: list[str] = []
    better: list[str] = []
    other: list[str] = []
    for result in results:
        earlier = old.get((result.set_name, result.name))
        if earlier is None:
            other.append(f"  new     {result.set_name}/{result.name}")
            continue
        for name, outcome in result.fields.items():
            was = earlier["fields"].get(name)
            if was is None or was["answer"] == outcome.answer or bool(was["right"]) == outcome.right:
                continue
            line = (
                f"{result.set_name}/{result.name} {name}: {was['answer']!r} -> {outcome.answer!r} ({outcome.wanted!r})"
            )
            (better if outcome.right else worse).append(f"  {'better' if outcome.right else 'WORSE'}  {line}")
        if earlier["items_right"] != result.items_right:
            line = f"{result.set_name}/{result.name} items: {earlier['items_right']} -> {result.items_right} right"
            (better if result.items_right > earlier["items_right"] else worse).append(f"  items   {line}")
    return [*worse, *better, *other]
