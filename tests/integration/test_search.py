"""What the searches of the list find in MariaDB, with the server's own words, limits and syntax."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import redis
from flask.testing import FlaskClient
from pydantic import SecretStr
from sqlalchemy import Engine, delete, event, text

from functions.api import collecting, pages
from functions.api.app import create_app
from functions.api.word_shares import WordShares, read_sample
from shared.adapters.database import database_now, make_engine, transaction
from shared.adapters.figures import add_to_figures
from shared.adapters.invoice_rows import insert_invoice, write_columns
from shared.adapters.search_filling import fill_search_index
from shared.adapters.search_index import index_answer
from shared.adapters.tables import invoice_search, invoices
from shared.domain.figures import change_of_figures, counted_values
from shared.domain.lifecycle import Status
from shared.domain.search_words import terms_of
from shared.errors import UnavailableError
from shared.settings import Settings
from tests.security.services import services_with

EXAMPLES = Path(__file__).parents[1] / "shared_examples" / "searches.json"
SEARCHES: list[dict[str, Any]] = json.loads(EXAMPLES.read_text())["searches"]


@pytest.fixture(scope="module")
def engine(stores_environment: dict[str, str]) -> Iterator[Engine]:
    made = make_engine(Settings(database_url=SecretStr(stores_environment["DATABASE_URL"])))
    yield made
    made.dispose()


@pytest.fixture(scope="module")
def client(stores_environment: dict[str, str], engine: Engine) -> Iterator[FlaskClient]:
    given: Any = {name.lower(): value for name, value in stores_environment.items()}
    settings = Settings(**given, auth="off", host="127.0.0.1")
    connection = redis.Redis.from_url(settings.redis_url.get_secret_value())
    yield create_app(services_with(settings, engine, connection)).test_client()
    connection.close()


@pytest.fixture(autouse=True)
def no_invoices(engine: Engine) -> None:
    with transaction(engine) as connection:
        connection.execute(delete(invoices))
        connection.execute(text("DELETE FROM figures"))


def add(
    engine: Engine,
    filename: str = "x.pdf",
    printed: str | None = None,
    status: Status = Status.PROCESSING,
    **data: Any,
) -> int:
    """An invoice; with a printed text or data, one that was read."""
    with transaction(engine) as connection:
        now = database_now(connection)
        row = {
            "filename": filename,
            "content_type": "application/pdf",
            "size": 1,
            "sha256": "0" * 64,
            "dedup_key": uuid4().hex * 2,
            "status": status,
            "enqueued_at": now,
            "created_at": now,
            "updated_at": now,
            "seller_name": (data.get("seller") or {}).get("name"),
        }
        invoice_id = insert_invoice(connection, row)
        add_to_figures(connection, change_of_figures(None, counted_values(row)))
        if printed is not None or data:
            write_columns(connection, invoice_id, {"preview_data": data, "text": printed, "version": 2})
            index_answer(connection, invoice_id, filename=filename, data=data, text=printed)
    return invoice_id


def found(client: FlaskClient, **query: Any) -> list[int]:
    answer = client.get("/api/invoices/", query_string=query)
    assert answer.status_code == 200, answer.get_json()
    return [row["id"] for row in answer.get_json()["invoices"]]


def test_the_shared_examples(client: FlaskClient, engine: Engine) -> None:
    by_text = {one: add(engine, printed=one) for one in dict.fromkeys(search["text"] for search in SEARCHES)}
    for search in SEARCHES:
        is_found = by_text[search["text"]] in found(client, q=search["q"], per_page=100)
        assert is_found is search["found"], search


def test_an_invoice_is_found_by_its_file_as_soon_as_it_is_there(client: FlaskClient, engine: Engine) -> None:
    invoice_id = add(engine, "Factura Ramírez 2026.pdf")
    assert found(client, q="ramirez factura") == [invoice_id]
    assert found(client, search="tura Ram") == [invoice_id]


def test_words_of_the_file_and_of_the_text_are_found_together_and_once(client: FlaskClient, engine: Engine) -> None:
    invoice_id = add(engine, "scan.pdf", printed="Quince and Medlar")
    assert found(client, q="scan quince") == [invoice_id]
    assert found(client, q="scan") == [invoice_id]


def test_names_and_numbers_come_before_texts_and_the_newest_first(client: FlaskClient, engine: Engine) -> None:
    text_1 = add(engine, printed="sold to Quince")
    named_1 = add(engine, seller={"name": "Quince Ltd"})
    named_2 = add(engine, "quince.pdf")
    text_2 = add(engine, printed="Quince again")
    assert found(client, q="quince") == [named_2, named_1, text_2, text_1]
    by_id = found(client, q="quince", sort_by="id", sort_order="asc")
    assert by_id == sorted([text_1, named_1, named_2, text_2])
    first = client.get("/api/invoices/", query_string={"q": "quince", "per_page": 3}).get_json()
    assert first["total"] == 4
    assert found(client, q="quince", per_page=3, after=first["next"]) == [text_1]
    refused = client.get("/api/invoices/", query_string={"q": "quince", "after": first["next"], "sort_by": "filename"})
    assert refused.status_code == 400


def test_changed_data_is_found_instead_of_the_earlier(client: FlaskClient, engine: Engine) -> None:
    invoice_id = add(engine, printed="Total 5", invoice_number="A-100")
    with transaction(engine) as connection:
        index_answer(connection, invoice_id, filename="x.pdf", data={"invoice_number": "B-200"}, text="Total 5")
    assert found(client, q="A-100") == []
    assert found(client, q="B-200 total") == [invoice_id]


def test_nothing_of_a_deleted_invoice_is_found_or_kept(client: FlaskClient, engine: Engine) -> None:
    add(engine, "quince.pdf", printed="medlar")
    with transaction(engine) as connection:
        connection.execute(delete(invoices))
        assert connection.execute(invoice_search.select()).all() == []
    assert found(client, q="medlar") == found(client, search="quince") == []


@pytest.mark.parametrize(
    "part", ["V", "OI", "voice_2", "(1).P", "é", "É", "e\u0301t", "％", "发", "e_2", "100%", "\\", "ée\u0301 b"]
)
def test_any_part_of_a_name_is_found(client: FlaskClient, engine: Engine, part: str) -> None:
    names = ["Invoice_2026 (1).pdf", "INVOICE_2027 (1).PDF", "été.pdf", "E\u0301te\u0301.pdf", "发票.pdf", "100% a.pdf"]
    names += ["100\\%.pdf", "e2.pdf", "ée\u0301 b.pdf"]
    ids = {name: add(engine, name) for name in names}
    with transaction(engine) as connection:
        # As it is compared without an index.
        same = text("SELECT id FROM invoices WHERE filename LIKE :part ESCAPE '|'")
        forms = {part, part.replace("e\u0301", "é"), part.replace("％", "%").replace("\\", "\\")}
        asked = [f"%{one.replace('%', '|%').replace('_', '|_')}%" for one in forms]
        expected = {one for like in asked for one in connection.scalars(same, {"part": like})}
    assert set(found(client, search=part, per_page=100)) >= expected
    assert expected or part in {"％"}
    assert set(found(client, search=part, per_page=100)) <= set(ids.values())


@pytest.mark.parametrize("q", ["%", "***", '"', "( )", "+-~<>@", "。", " % _ "])
def test_what_has_no_letter_finds_nothing_at_once(client: FlaskClient, engine: Engine, q: str) -> None:
    add(engine, "%.pdf", printed=q)
    answer = client.get("/api/invoices/", query_string={"q": q})
    assert (answer.status_code, answer.get_json()["total"]) == (200, 0)


def test_ten_thousand_letters_are_refused(client: FlaskClient) -> None:
    for name in ("q", "search"):
        answer = client.get("/api/invoices/", query_string={name: "x" * 10_000})
        assert answer.status_code == 400
        assert name in json.dumps(answer.get_json()["details"])


def test_the_place_of_the_words_is_shown(client: FlaskClient, engine: Engine) -> None:
    add(engine, "a.pdf", printed="Gracias por su compra. Total a pagar: 1.234,56 EUR", seller={"name": "Imprenta Sur"})
    for q, field, marked in (
        ("1234.56", "text", ["1.234,56"]),
        ("imprenta", "seller", ["Imprenta"]),
        ("imprenta a.pdf", "filename", ["a", "pdf"]),
        ("pagar compra", "text", ["compra", "pagar"]),
    ):
        (row,) = client.get("/api/invoices/", query_string={"q": q}).get_json()["invoices"]
        match = row["match"]
        assert match["field"] == field, q
        assert [match["text"][mark["start"] : mark["end"]] for mark in match["marks"]] == marked
    assert client.get("/api/invoices/").get_json()["invoices"][0]["match"] is None


def test_the_place_of_the_words_is_shown_with_confirmed_data_too(client: FlaskClient, engine: Engine) -> None:
    add(
        engine, "a.pdf", printed="Total a pagar: 1.234,56 EUR", status=Status.PROCESSED, seller={"name": "Imprenta Sur"}
    )
    for q, field in (("1234.56", "text"), ("imprenta", "seller"), ("a.pdf", "filename")):
        (row,) = client.get("/api/invoices/data", query_string={"q": q}).get_json()["invoices"]
        assert row["match"]["field"] == field, q
    (row,) = client.get("/api/invoices/data").get_json()["invoices"]
    assert row["match"] is None


def test_the_index_is_made_anew_from_invoices_and_their_texts(client: FlaskClient, engine: Engine) -> None:
    invoice_id = add(engine, "quince.pdf", invoice_number="A-1")
    with transaction(engine) as connection:
        connection.execute(delete(invoice_search))
    assert found(client, q="quince") == []
    for _ in range(2):  # as often as one likes
        assert sum(fill_search_index(engine, {invoice_id: "from the store"}.get)) == 1
    for q in ("quince", "A-1", "store"):
        assert found(client, q=q) == [invoice_id]
    assert sum(fill_search_index(engine, lambda _: None)) == 1
    assert found(client, q="store") == [invoice_id]  # it is kept now


def test_a_word_of_most_invoices_is_found_by_walking_an_order(
    client: FlaskClient, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [add(engine, f"common {number}.pdf", printed="everywhere") for number in range(30)]
    rare = add(engine, "common rare.pdf", printed="everywhere")
    monkeypatch.setattr("functions.api.text_matches._MOST_READ", 10)
    for module in ("text_matches", "collecting"):
        monkeypatch.setattr(f"functions.api.{module}.MOST_COUNTED", 10)
    shares = client.application.extensions["invoices.services"].word_shares
    monkeypatch.setattr(shares, "few", 5)
    monkeypatch.setattr(shares, "_made_at", float("-inf"))
    newest = [rare, *reversed(ids)]
    assert found(client, q="everywhere", per_page=100) == newest
    assert found(client, q="everywhere common", per_page=5) == newest[:5]
    assert found(client, q="everywhere rare") == [rare]
    assert found(client, search="common", per_page=5) == newest[:5]
    assert found(client, search="mon r") == [rare]
    monkeypatch.setattr(shares, "_sample", shares._sample.__class__())


def counts(client: FlaskClient, **asked: Any) -> dict[str, Any]:
    answer: dict[str, Any] = client.get("/api/invoices/status-summary/", query_string=asked).get_json()
    return answer


def test_hits_are_counted_in_each_state(client: FlaskClient, engine: Engine) -> None:
    for number in range(3):
        add(engine, f"mill {number}.pdf", printed="everywhere")
    failed = add(engine, "mill.pdf", status=Status.FAILED)
    add(engine, "other.pdf", printed="elsewhere", status=Status.FAILED)
    of_mill = counts(client, q="mill")
    assert (of_mill["summary"]["processing"], of_mill["summary"]["failed"], of_mill["is_exact"]) == (3, 1, True)
    assert of_mill["summary"]["processed"] == 0
    assert counts(client)["summary"]["failed"] == 2
    assert counts(client, currency="EUR")["summary"]["failed"] == 0
    assert counts(client, q="nobody")["summary"] == dict.fromkeys(map(str, Status), 0)
    assert found(client, q="mill", status="failed") == [failed]


def test_postponed_hits_are_counted_among_those_that_wait(client: FlaskClient, engine: Engine) -> None:
    later, now = (add(engine, f"mill {number}.pdf", status=Status.WAITING_VALIDATION) for number in range(2))
    other = add(engine, "other.pdf", status=Status.WAITING_VALIDATION)
    with transaction(engine) as connection:
        day = database_now(connection).date() + timedelta(days=2)
        for invoice_id in (later, other):
            write_columns(connection, invoice_id, {"postponed_until": day, "version": 2})
    of_mill = counts(client, q="mill")
    assert (of_mill["summary"]["waiting_validation"], of_mill["postponed"]) == (2, 1)
    assert counts(client)["postponed"] == 2
    assert found(client, q="mill", postponed="false") == [now]


def test_hits_of_a_word_of_most_invoices_are_counted_among_the_newest_of_each_state(
    client: FlaskClient, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(12):
        add(engine, f"common {number}.pdf", printed="everywhere")
    add(engine, "common.pdf", printed="everywhere", status=Status.FAILED)
    monkeypatch.setattr("functions.api.text_matches._MOST_READ", 5)
    for module in ("text_matches", "collecting"):
        monkeypatch.setattr(f"functions.api.{module}.MOST_COUNTED", 5)
    shares = client.application.extensions["invoices.services"].word_shares
    monkeypatch.setattr(shares, "few", 5)
    monkeypatch.setattr(shares, "_made_at", float("-inf"))
    everywhere = counts(client, q="everywhere")
    assert (everywhere["summary"]["processing"], everywhere["summary"]["failed"]) == (12, 1)
    assert everywhere["is_exact"]
    monkeypatch.setattr("functions.api.list_reading._MOST_WALKED", 50)  # ten of each of the five states
    everywhere = counts(client, q="everywhere")
    assert (everywhere["summary"]["processing"], everywhere["summary"]["failed"]) == (10, 1)
    assert not everywhere["is_exact"]
    monkeypatch.setattr(shares, "_sample", shares._sample.__class__())


@pytest.mark.parametrize("status", [(), ("processing", "failed")])
def test_words_of_many_old_invoices_are_found_without_testing_all_newer_ones(
    client: FlaskClient, engine: Engine, monkeypatch: pytest.MonkeyPatch, status: tuple[str, ...]
) -> None:
    old = [add(engine, f"old {number}.pdf", printed="everywhere") for number in range(30)]
    for number in range(60):
        add(engine, f"new {number}.pdf", printed="nowhere")
    monkeypatch.setattr("functions.api.text_matches._MOST_READ", 10)
    for module in ("text_matches", "collecting"):
        monkeypatch.setattr(f"functions.api.{module}.MOST_COUNTED", 10)
    monkeypatch.setattr("functions.api.list_reading.MOST_COUNTED", 20)
    monkeypatch.setattr("functions.api.list_reading._FIRST_WALKED", 10)
    monkeypatch.setattr("functions.api.list_reading._MOST_WALKED", 20)
    collected: list[Any] = []
    monkeypatch.setattr("functions.api.list_reading.collected", _noted(collecting.collected, collected))
    shares = client.application.extensions["invoices.services"].word_shares
    monkeypatch.setattr(shares, "few", 5)
    monkeypatch.setattr(shares, "_made_at", float("-inf"))
    asked: dict[str, Any] = {"per_page": 7, "status": status}
    first = client.get("/api/invoices/", query_string={"q": "everywhere", **asked}).get_json()
    assert collected, "not one by one"
    ids, cursor = [row["id"] for row in first["invoices"]], first["next"]
    while cursor:
        page = client.get("/api/invoices/", query_string={"q": "everywhere", **asked, "after": cursor}).get_json()
        ids, cursor = ids + [row["id"] for row in page["invoices"]], page["next"]
    assert ids == old[::-1]
    for place in (4, 0):
        call = f"/api/invoices/{old[place]}/neighbours"
        around = client.get(call, query_string={"q": "everywhere", "status": status}).get_json()
        assert around["previous"] == old[place + 1]
        assert around["next"] == (old[place - 1] if place else None)
        assert (around["left"], around["left_is_exact"]) == ((1, False) if place else (0, True))
    none = client.get("/api/invoices/", query_string={"q": "everywhere", "search": "new", **asked}).get_json()
    assert (none["invoices"], none["total"], none["total_is_exact"]) == ([], 0, True)
    monkeypatch.setattr(shares, "_sample", shares._sample.__class__())


@pytest.mark.parametrize("order", ["asc", "desc"])
@pytest.mark.parametrize("names", [("wanted", "other"), ("other", "wanted")], ids=["old", "new"])
@pytest.mark.parametrize("mixed", [True, False])
def test_a_list_of_many_matches_is_walked_up_to_its_page(
    client: FlaskClient,
    engine: Engine,
    monkeypatch: pytest.MonkeyPatch,
    names: tuple[str, str],
    order: str,
    *,
    mixed: bool,
) -> None:
    """And collected, where the walk ends before there are enough."""
    first, second = ([f"{name} {number}.pdf" for number in range(40)] for name in names)
    in_turns = [one for pair in zip(first, second, strict=True) for one in pair]
    ids = [(add(engine, filename), filename) for filename in (in_turns if mixed else [*first, *second])]
    wanted = sorted((one for one, name in ids if name.startswith("wanted")), reverse=order == "desc")
    walked: list[Any] = []
    monkeypatch.setattr("functions.api.list_reading.near_ranges", _noted(pages.near_ranges, walked))
    query = {"search": "wanted", "sort_by": "id", "sort_order": order}
    asked: dict[str, Any] = {**query, "per_page": 5}
    page = client.get("/api/invoices/", query_string=asked).get_json()
    assert walked
    assert (page["total"], page["total_is_exact"]) == (40, True)
    shown = [row["id"] for row in page["invoices"]]
    while page["next"]:
        page = client.get("/api/invoices/", query_string={**asked, "after": page["next"]}).get_json()
        shown += [row["id"] for row in page["invoices"]]
    assert shown == wanted
    assert [one for page in range(1, 10) for one in found(client, **asked, page=page)] == wanted
    around = client.get(f"/api/invoices/{wanted[7]}/neighbours", query_string=query).get_json()
    assert (around["previous"], around["next"]) == (wanted[6], wanted[8])
    assert (around["left"], around["left_is_exact"]) == (32, True)


def test_a_cursor_goes_on_in_its_own_order_when_few_are_found_no_longer(
    client: FlaskClient, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = add(engine, "everywhere.pdf")
    ids = [add(engine, printed="everywhere") for _ in range(30)]
    best_first = [named, *reversed(ids)]
    first = client.get("/api/invoices/", query_string={"q": "everywhere", "per_page": 5}).get_json()
    shares = client.application.extensions["invoices.services"].word_shares
    for most in (10, 1000):  # it is found too often by now, and then no longer
        with monkeypatch.context() as now:
            now.setattr("functions.api.text_matches.MOST_COUNTED", most)
            now.setattr("functions.api.list_reading.MOST_COUNTED", most)
            now.setattr(shares, "few", 5)
            now.setattr(shares, "_made_at", float("-inf"))
            assert found(client, q="everywhere", per_page=100, after=first["next"]) == best_first[5:]
            newest_first = client.get("/api/invoices/", query_string={"q": "everywhere", "per_page": 5}).get_json()
        if most == 10:
            assert found(client, q="everywhere", per_page=100, after=newest_first["next"]) == [*ids[:-5][::-1], named]
    monkeypatch.setattr(shares, "_sample", shares._sample.__class__())


def _noted(call: Callable[..., Any], calls: list[Any]) -> Callable[..., Any]:
    def noting(*arguments: Any, **named: Any) -> Any:
        calls.append(arguments)
        return call(*arguments, **named)

    return noting


def test_a_sample_tells_how_many_hold_words(engine: Engine) -> None:
    for number in range(20):
        add(engine, printed="everywhere" + (" half" if number % 2 else " other") + (" tenth" if number < 2 else ""))
    with transaction(engine) as connection:
        sample = read_sample(connection, few=10)
        assert read_sample(connection, few=20).with_all(terms_of("everywhere")) == 0
    for q, count in (("everywhere ", 20), ("every", 20), ("half ", 10), ("half tenth ", 1), ("half other ", 0)):
        assert sample.with_all(terms_of(q)) == count
    shares = WordShares(engine, few=10)
    assert shares.sample().with_all(terms_of("tenth")) == 2
    assert shares.sample() is shares.sample()


def test_words_are_searched_when_no_connection_is_left_for_a_sample(
    client: FlaskClient, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [add(engine, printed="everywhere") for _ in range(6)]
    shares = client.application.extensions["invoices.services"].word_shares
    monkeypatch.setattr(shares, "few", 5)
    monkeypatch.setattr(shares, "_made_at", float("-inf"))

    def refused(*_: Any, **__: Any) -> None:
        raise UnavailableError

    monkeypatch.setattr("functions.api.word_shares.read_sample", refused)
    assert found(client, q="everywhere") == ids[::-1]


def test_a_search_that_finds_few_reads_no_more_rows_of_more_invoices(client: FlaskClient, engine: Engine) -> None:
    def rows_read(**query: str) -> int:
        with engine.connect() as connection:
            counters = text("SHOW GLOBAL STATUS LIKE 'Handler_read%'")
            before = sum(int(row[1]) for row in connection.execute(counters))
            assert len(found(client, **query)) == 1
            return sum(int(row[1]) for row in connection.execute(counters)) - before

    add(engine, "quince.pdf", printed="medlar")
    alone = {name: rows_read(**{name: asked}) for name, asked in (("q", "medlar"), ("search", "quin"))}
    for number in range(100):
        add(engine, f"other {number}.pdf", printed="pear and apple")
    for name, asked in (("q", "medlar"), ("search", "quin")):
        assert rows_read(**{name: asked}) <= alone[name] + 20


@pytest.mark.parametrize("query", [{"q": "medlar"}, {"search": "quin"}, {"q": "medlar", "sort_by": "filename"}])
@pytest.mark.parametrize("number", [1, 4])
def test_a_search_asks_the_index_once(
    client: FlaskClient, engine: Engine, monkeypatch: pytest.MonkeyPatch, query: dict[str, str], number: int
) -> None:
    monkeypatch.setattr("functions.api.collecting._MOST_NAMED", 2)
    asked = []

    def note(_: object, __: object, statement: str, *___: object) -> None:
        asked.extend([statement] if "MATCH" in statement else [])

    for _ in range(number):
        add(engine, "quince.pdf", printed="medlar")
    event.listen(engine, "before_cursor_execute", note)
    try:
        assert len(found(client, **query)) == number
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert len(asked) == 1
