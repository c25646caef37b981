"""What is asked: every read of the API, with parameters that change from request to request."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, get_args
from urllib.parse import quote, urlencode

import httpx

from functions.api.models.filters import SORTS
from shared.domain.lifecycle import Status
from tests.benchmarks.scale.made_invoices import COMMON_CODE, TAGS

FLOOR = "/healthz"
QUICK = 25.0
SEARCH = 100.0
DEEP = 250.0
"""Milliseconds of the server's time beyond the floor that a request may take, 99 times in 100."""

_LISTS = "/api/invoices/"
_DATA = "/api/invoices/data"
_DEEP = 10_000
_NEXT = "next"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One kind of request. `refused`: it is wrong, and a 400 is as good as an empty page. `started`: only the first
    bytes of the answer are waited for."""

    name: str
    path: Callable[[Random], str]
    most_ms: float | None = None
    refused: bool = False
    started: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """What is known of the rows that are asked for."""

    count: int
    withdrawn: Sequence[int]


def floor() -> Case:
    """What an answer costs that needs no invoice."""
    return Case(name="healthz: the floor", path=lambda _: FLOOR)


def all_cases(client: httpx.Client, rows: Rows) -> list[Case]:
    """Every read; cursors are taken from pages of the API itself."""
    return [
        *_orders(),
        *_filters(),
        *_said_by_senders(),
        *_pages(client, rows),
        *_of_one(rows),
        *_confirmed(rows),
        *_searches(rows),
        *_wrong(client),
    ]


def _fixed(name: str, path: str, most_ms: float | None = QUICK, **query: Any) -> Case:
    return Case(name=name, path=lambda _: _with_query(path, **query), most_ms=most_ms)


def _with_query(path: str, **query: Any) -> str:
    return f"{path}?{urlencode(query, doseq=True)}" if query else path


def _orders() -> list[Case]:
    return [
        _fixed(f"list by {column} {order}", _LISTS, sort_by=column, sort_order=order)
        for column in get_args(SORTS)
        for order in ("asc", "desc")
    ]


def _filters() -> list[Case]:
    some: dict[str, Any] = {"issued_from": "2025-03-01", "issued_to": "2025-03-31"}
    return [
        _fixed("list of 100", _LISTS, per_page=100),
        *(_fixed(f"list status={status}", _LISTS, status=status.value) for status in Status),
        _fixed("list of two states", _LISTS, status=["failed", "rejected"]),
        *(_fixed(f"list findings={level}", _LISTS, findings=level) for level in ("error", "warning", "none")),
        _fixed("list currency", _LISTS, currency="CHF"),
        _fixed("list of a month", _LISTS, **some),
        _fixed("list of a month by total", _LISTS, sort_by="total_amount", **some),
        _fixed("list waiting with errors", _LISTS, status="waiting_validation", findings="error"),
        _fixed("list processed by seller", _LISTS, status="processed", sort_by="seller_name", sort_order="asc"),
        _fixed("list warnings by total", _LISTS, findings="warning", sort_by="total_amount"),
        _fixed("list currency by number", _LISTS, currency="GBP", sort_by="invoice_number"),
        _fixed("list of everything", _LISTS, status="processed", findings="error", currency="USD", **some),
    ]


def _said_by_senders() -> list[Case]:
    """Filters that no figure counts by: of few, of many, of nearly all, and two of them in another order."""
    return [
        _fixed("list reference", _LISTS, reference="PO-4711"),
        _fixed("list tag, common", _LISTS, tag=TAGS[0]),
        _fixed("list tag, rare", _LISTS, tag=TAGS[-1]),
        _fixed("list source, common", _LISTS, source="upload"),
        _fixed("list source, rarer", _LISTS, source="folder"),
        _fixed("list source by total", _LISTS, source="mail", sort_by="total_amount"),
        _fixed("list company", _LISTS, company=1),
        _fixed("list tag of a company by seller", _LISTS, tag=TAGS[0], company=2, sort_by="seller_name"),
        _fixed("list not exported, waiting", _LISTS, status="waiting_validation", exported="false"),
        _fixed("list exported", _LISTS, exported="true"),
        _fixed("list of a seller", _LISTS, seller_id=3),
        _fixed("data of a seller", _DATA, seller_id=3),
        _fixed("data tag", _DATA, tag=TAGS[0]),
        _fixed("changes", f"{_LISTS}changes"),
        _fixed("sellers", "/api/sellers"),
        _fixed("one seller", "/api/sellers/3"),
    ]


def _pages(client: httpx.Client, rows: Rows) -> list[Case]:
    """Of fewer rows than have a page 10,000, that is one of the last, with a page behind it."""
    deep = min(_DEEP, rows.count // 11)
    cases = [
        _fixed(f"list page {_DEEP // 10:,}", _LISTS, DEEP, page=deep // 10),
        _fixed(f"list page {_DEEP:,}", _LISTS, DEEP, page=deep),
        _fixed(f"list page {_DEEP:,} by seller", _LISTS, DEEP, page=deep, sort_by="seller_name"),
        _fixed(f"data page {_DEEP * 9 // 10:,}", _DATA, DEEP, page=deep * 9 // 10),
    ]
    for name, path in (
        ("list cursor behind page", _with_query(_LISTS, page=deep)),
        ("list cursor by seller", _with_query(_LISTS, page=deep, sort_by="seller_name")),
        ("data cursor behind page", _with_query(_DATA, page=deep * 9 // 10)),
    ):
        following = _next_page(client, path)
        if following:
            cases.append(Case(name=f"{name} {_DEEP:,}", path=lambda _, path=following: path, most_ms=QUICK))  # type: ignore[misc]
    return cases


def _next_page(client: httpx.Client, path: str) -> str | None:
    """The address of the page after this one: what `Link: rel="next"` says."""
    link = client.get(path).links.get(_NEXT)
    return httpx.URL(link["url"]).raw_path.decode() if link else None


def _of_one(rows: Rows) -> list[Case]:
    def one(name: str, form: str, ids: Callable[[Random], int] = lambda random: random.randint(1, rows.count)) -> Case:
        return Case(name=name, path=lambda random: form.format(ids(random)), most_ms=QUICK)

    return [
        one("detail", "/api/invoices/{}"),
        one("events", "/api/invoices/{}/events"),
        one("versions", "/api/invoices/{}/versions", lambda random: random.choice(rows.withdrawn)),
    ]


def _confirmed(rows: Rows) -> list[Case]:
    def rare(random: Random) -> str:
        return _with_query(_DATA, op_number=f"OP {random.randint(1, rows.count) + 1_000_000}")

    month: dict[str, Any] = {"issued_from": "2025-03-01", "issued_to": "2025-03-31"}
    return [
        _fixed("data", _DATA),
        _fixed("data of 100", _DATA, per_page=100),
        Case(name="data op_number, rare", path=rare, most_ms=QUICK),
        _fixed("data op_number, common", _DATA, op_number=f"OP {COMMON_CODE}"),
        _fixed("data currency of a month", _DATA, currency="EUR", **month),
        _fixed("withdrawn", f"{_DATA}/withdrawn"),
        _fixed("summary", "/api/invoices/status-summary/"),
        _fixed("totals", f"{_DATA}/totals"),
        _fixed("totals of a month", f"{_DATA}/totals", None, **month),
        _fixed("totals op_number, common", f"{_DATA}/totals", None, op_number=COMMON_CODE),
        _fixed("statistics of 90 days", "/api/invoices/statistics", None),
        _fixed("statistics of three years", "/api/invoices/statistics", None, days=1095),
        *(
            Case(
                name=f"export {form}, its start",
                path=lambda _, form=form: _with_query("/api/invoices/export", format=form),  # type: ignore[misc]
                most_ms=QUICK,
                started=True,
            )
            for form in ("csv", "jsonl")
        ),
    ]


def _searches(rows: Rows) -> list[Case]:
    def search(name: str, text: str) -> Case:
        return _fixed(f"search= {name}", _LISTS, SEARCH, search=text)

    def words(name: str, text: str, path: str = _LISTS) -> Case:
        return _fixed(f"q= {name}", path, SEARCH, q=text)

    return [
        search("common", "invoice"),
        search("rare", f"at 10.{rows.count % 60:02}.jpeg"),
        search("nothing", "no such file anywhere"),
        search("three letters", "ech"),
        search("two letters", "re"),
        search("Chinese", "发票"),
        words("common word", "Müller"),
        words("common word, no accent", "muller"),
        words("rare word", f"IMG_{rows.count % 10_000:04}"),
        words("two words", "müller café"),
        words("prefix", "masch"),
        words("a number", f"INV-{rows.count % 99_991:06}"),
        words("part of a number", "2025-00"),
        words("Chinese", "上海"),
        words("nothing", "xylophonquartett"),
        words("common word in data", "Müller", _DATA),
        words("common word, totals", "Müller", f"{_DATA}/totals"),
    ]


def _wrong(client: httpx.Client) -> list[Case]:
    def wrong(name: str, path: str) -> Case:
        return Case(name=f"wrong: {name}", path=lambda _: path, most_ms=QUICK, refused=True)

    cases = [
        wrong("page=10**9", _with_query(_LISTS, page=10**9)),
        wrong("page=1,000,000", _with_query(_LISTS, page=10**6)),
        wrong("a search of 10,000 letters", _with_query(_LISTS, search="a" * 10_000)),
        wrong("a question of 10,000 letters", _with_query(_LISTS, q="a " * 5_000)),
        wrong("search=%", f"{_LISTS}?search={quote('%')}"),
        wrong("q=%", f"{_LISTS}?q={quote('%')}"),
        wrong("q=a hundred words", _with_query(_LISTS, q=" ".join("ab" for _ in range(66)))),
    ]
    following = _next_page(client, _LISTS)
    if following:
        cursor = httpx.URL(following).params["after"]
        cases += [
            wrong("a cursor of another query", _with_query(_LISTS, after=cursor, status="failed")),
            wrong("a cursor of another order", _with_query(_LISTS, after=cursor, sort_by="filename")),
            wrong("a tampered cursor", _with_query(_LISTS, after=f"{cursor[:-2]}AA")),
        ]
    return cases
