"""The table of `make bench-scale`."""

from collections.abc import Mapping

from rich.table import Table

from tests.benchmarks.scale.asking import CLIENTS, PAUSE_SECONDS, Measured

_HEADINGS = ("rows", "api", "db", "alone p50", "p99", "paced p50", "p99", "beyond", "aim", "flat out p99", "a second")


def heading(rows: int, fewer: int) -> str:
    """What the columns are."""
    return (
        f"{rows:,} invoices. rows: read by the database for a request; api, db: CPU ms of a request; alone: one client,"
        f" ms; paced: {CLIENTS} clients that pause {PAUSE_SECONDS} s, ms; beyond: p99 of paced less the floor's; flat"
        f" out: {CLIENTS} clients that never pause. ×: what rows, CPU and the time alone are of those with {fewer:,}"
        f" invoices ({rows / fewer:.0f} times fewer)."
    )


def table(measured: list[Measured], fewer: Mapping[str, Measured], floor: Measured) -> Table:
    """One line a case; red: later than the aim, or an answer that is none."""
    found = Table(box=None, pad_edge=False)
    found.add_column("request", no_wrap=True)
    for name in (*_HEADINGS, "×rows", "×CPU", "×time"):
        found.add_column(name, justify="right")
    found.add_column("errors")
    for one in measured:
        found.add_row(one.case.name, *_figures(one, floor), *_growth(one, fewer.get(one.case.name)), _errors(one))
    return found


def beyond(one: Measured, floor: Measured) -> float | None:
    """Milliseconds that 99 in 100 take less than, beyond what 99 in 100 of the floor take less than."""
    return one.paced.at(0.99) - floor.paced.at(0.99) if one.paced and floor.paced else None


def _figures(one: Measured, floor: Measured) -> list[str]:
    late = beyond(one, floor)
    aim = one.case.most_ms
    colour = "" if late is None or aim is None else "[red]" if late > aim else "[green]"
    return [
        f"{one.spent.rows:,.0f}",
        f"{one.spent.api_ms:.1f}",
        f"{one.spent.database_ms:.1f}",
        f"{one.alone.at(0.5):.1f}",
        f"{one.alone.at(0.99):.1f}",
        *(["", ""] if one.paced is None else [f"{one.paced.at(0.5):.1f}", f"{one.paced.at(0.99):.1f}"]),
        "" if late is None else f"{colour}{late:.0f}",
        "" if aim is None else f"{aim:.0f}",
        *(["", ""] if one.flat_out is None else [f"{one.flat_out.at(0.99):.0f}", f"{one.flat_out.a_second:.0f}"]),
    ]


def _growth(one: Measured, fewer: Measured | None) -> list[str]:
    if fewer is None:
        return ["", "", ""]
    cpu = (one.spent.api_ms + one.spent.database_ms) / max(fewer.spent.api_ms + fewer.spent.database_ms, 0.1)
    rows = one.spent.rows / max(fewer.spent.rows, 1)
    return [f"{rows:.1f}", f"{cpu:.1f}", f"{one.alone.at(0.5) / fewer.alone.at(0.5):.1f}"]


def _errors(one: Measured) -> str:
    return " ".join(f"[red]{count}×{status}[/]" for status, count in sorted(one.wrong_statuses.items()))
