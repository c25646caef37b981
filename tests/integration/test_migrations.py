"""Migrations upgrade and downgrade rows of the old shape, and end at the tables that the code declares."""

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, event, text

from shared.adapters.database import make_engine, transaction
from shared.adapters.duplicates import duplicates_by_invoice
from shared.adapters.invoice_rows import write_columns
from shared.adapters.seller_history import seller_history
from shared.adapters.tables import metadata
from shared.domain.comparison_keys import account_key, name_key, number_key, tax_key
from shared.domain.invoice import InvoiceData
from shared.domain.search_words import terms_of
from shared.errors import UnavailableError
from shared.settings import Settings
from tests.load.upgrade import NOT_COPIED, has_copied, upgrading
from tests.load.version_before import DOCUMENTS, VersionBefore
from tests.support.stack import eventually

ROOT = Path(__file__).resolve().parents[2]
ROWS = 10_000

# A confirmed invoice as the first version wrote it; %(n)s makes each row distinct.
_OLD_ROW = """
INSERT INTO invoices (filename, content_type, size, sha256, status, progress, attempts, enqueued_at, bypass_caches,
    version, created_at, updated_at, confirmed_at, error_count, warning_count, invoice_number, seller_name,
    seller_vat_id, issue_date, total_amount, currency, preview_data, final_data)
VALUES ('a.pdf', 'application/pdf', 1, REPEAT('0', 64), 'processed', 100, 0, NOW(6), 0, 1, NOW(6), NOW(6), NOW(6), 0, 0,
    'RE-2026 00001', 'Imprenta Norte S.L.', 'ES A58818501', '2026-11-02', 121, 'EUR', :data, :data)
"""
_DOUBLED = """
INSERT INTO invoices (filename, content_type, size, sha256, status, progress, attempts, enqueued_at, bypass_caches,
    version, created_at, updated_at, confirmed_at, error_count, warning_count, invoice_number, seller_name,
    seller_vat_id, issue_date, total_amount, currency, preview_data, final_data)
SELECT filename, content_type, size, sha256, IF(id % 2, 'processed', 'waiting_validation'), progress, attempts,
    enqueued_at, bypass_caches, version, created_at, updated_at, confirmed_at, error_count, warning_count,
    CONCAT('RE-2026 ', LPAD(id + :there, 5, '0')), CONCAT('Imprenta ', (id + :there) % 50, ' S.L.'),
    IF(id % 5, CONCAT('ES A588185', LPAD(id % 50, 2, '0')), NULL), issue_date, total_amount, currency, preview_data,
    IF(id % 2, preview_data, NULL)
FROM invoices LIMIT :most
"""
_DATA = """{"invoice_number": "RE-2026 00001", "seller": {"name": "Imprenta Norte S.L.", "vat_id": "ES A58818501"},
"payment": {"iban": "ES91 2100 0418 4502 0005 1332"}, "lines": []}"""
_BROKEN = """{"seller": {"name": ["no", "name"]}, "payment": {"iban": 12, "unknown": true}, "net_amount": "1E+99",
"tax_amount": "none", "document_type": "something that is none, or is it?"}"""


@pytest.fixture
def database(database_url: str) -> Iterator[tuple[str, Engine]]:
    """URL and engine of an empty database of its own."""
    url = f"{database_url.rsplit('/', 1)[0]}/invoices_{secrets.token_hex(4)}"
    root = make_engine(Settings(database_url=database_url))
    name = url.rsplit("/", 1)[1]
    with root.begin() as connection:
        connection.execute(text(f"CREATE DATABASE `{name}` CHARACTER SET utf8mb4"))
    engine = make_engine(Settings(database_url=url).model_copy(update={"store_timeout_seconds": 120}))
    yield url, engine
    engine.dispose()
    with root.begin() as connection:
        connection.execute(text(f"DROP DATABASE `{name}`"))
    root.dispose()


def migrate(url: str, *command: str) -> None:
    result = attempt(url, *command)
    assert result.returncode == 0, result.stdout + result.stderr


def attempt(url: str, *command: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "alembic", *command],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "DATABASE_URL": url, **settings},
        capture_output=True,
        text=True,
        check=False,
    )


def rows(engine: Engine, statement: str) -> list[Any]:
    with engine.connect() as connection:
        return list(connection.execute(text(statement)))


def test_the_migrations_make_the_tables_of_the_code(database: tuple[str, Engine]) -> None:
    url, engine = database
    migrate(url, "upgrade", "head")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_the_migrations_need_no_larger_pool_than_functions_do(database: tuple[str, Engine]) -> None:
    result = attempt(database[0], "upgrade", "head", DATABASE_POOL_SIZE="1")
    assert result.returncode == 0, result.stderr


def test_an_older_version_leaves_the_tables_of_a_newer_one_as_they_are(database: tuple[str, Engine]) -> None:
    url, engine = database
    migrate(url, "upgrade", "head")
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE invoices ADD COLUMN of_the_future VARCHAR(10) NULL"))
        connection.execute(text("UPDATE alembic_version SET version_num = '9000'"))
    migrate(url, "upgrade", "head")
    assert rows(engine, "SELECT version_num FROM alembic_version") == [("9000",)]
    assert rows(engine, "SELECT COUNT(of_the_future) FROM invoices") == [(0,)]
    assert attempt(url, "downgrade", "0001").returncode != 0  # it does not know the way back
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'feed'"))
    assert attempt(url, "upgrade", "head").returncode != 0  # not a later one of ours


def test_a_refused_password_is_one_sentence(database: tuple[str, Engine]) -> None:
    url, _ = database
    scheme, _, rest = url.partition("://")
    wrong = f"{scheme}://{rest.partition(':')[0]}:another@{rest.rpartition('@')[2]}"
    result = attempt(wrong, "upgrade", "head")
    assert result.returncode != 0
    written = result.stdout + result.stderr
    assert "refuses the user or the password of DATABASE_URL" in written
    assert "Traceback" not in written
    assert "another" not in written


def test_ten_thousand_old_rows_go_up_down_and_up(database: tuple[str, Engine]) -> None:
    url, engine = database
    _fill_old_tables(url, engine, "0001")
    with engine.begin() as connection:
        connection.execute(
            text(
                "UPDATE invoices SET preview_data = :data, final_data = :data WHERE status = 'processed'"
                " ORDER BY id DESC LIMIT 1"
            ),
            {"data": _BROKEN},
        )
    before = rows(engine, "SELECT * FROM invoices ORDER BY id")
    assert len(before) == ROWS

    migrate(url, "upgrade", "head")
    _ensure_filled(engine)

    migrate(url, "downgrade", "0001")
    assert rows(engine, "SELECT * FROM invoices ORDER BY id") == before
    assert {row[0] for row in rows(engine, "SHOW TABLES")}.isdisjoint({"companies", "invoice_accounts"})

    migrate(url, "upgrade", "head")
    _ensure_filled(engine)

    migrate(url, "upgrade", "head")  # what waits until the first has ended
    _ensure_every_check_has_its_index(engine)


def test_the_days_when_invoices_are_due_are_copied_from_their_documents(database: tuple[str, Engine]) -> None:
    url, engine = database
    migrate(url, "upgrade", "0012")
    insert = """
        INSERT INTO invoices (id, filename, content_type, size, sha256, status, progress, attempts, enqueued_at,
            bypass_caches, version, created_at, updated_at, error_count, warning_count)
        SELECT seq, 'a.pdf', 'application/pdf', 1, REPEAT('0', 64), 'waiting_validation', 100, 0, NOW(6), 0, 1, NOW(6),
            NOW(6), 0, 0 FROM seq_1_to_1203
    """
    documents = """
        INSERT INTO invoice_documents (invoice_id, preview_data)
        SELECT id, IF(id % 3, JSON_OBJECT('due_date', DATE('2026-01-01') + INTERVAL id DAY), '{"due_date": null}')
        FROM invoices WHERE id > 2
    """
    with engine.begin() as connection:
        connection.execute(text(insert))
        connection.execute(text(documents))
    migrate(url, "upgrade", "head")
    found = rows(engine, "SELECT id, due_date FROM invoices ORDER BY id")
    first = date(2026, 1, 1)
    assert found == [(n, first + timedelta(days=n) if n > 2 and n % 3 else None) for n in range(1, 1204)]


def _fill_old_tables(url: str, engine: Engine, revision: str) -> None:
    """ROWS invoices in the tables of this revision."""
    migrate(url, "upgrade", revision)
    with engine.begin() as connection:
        connection.execute(text(_OLD_ROW), {"data": _DATA})
        there = 1
        while there < ROWS:
            connection.execute(text(_DOUBLED), {"there": there, "most": min(there, ROWS - there)})
            there = connection.execute(text("SELECT COUNT(*) FROM invoices")).scalar_one()


@pytest.mark.long
def test_documents_move_while_the_functions_of_the_version_before_go_on(database: tuple[str, Engine]) -> None:
    url, engine = database
    _fill_old_tables(url, engine, "0005")
    with VersionBefore(engine, rows=ROWS, pause=0.005) as before:
        migrate(url, "upgrade", "head")
        eventually(lambda: len(before.met.finals) > 1)
    written = before.met
    assert written.faults == []
    assert rows(engine, "SELECT version_num FROM alembic_version") == [("0006",)], "they are still served"
    assert rows(engine, "SELECT COUNT(*) FROM invoices") == [(ROWS + len(written.uploaded),)]
    assert rows(engine, NOT_COPIED) == [(0,)]
    documents = _documents(engine, "invoice_documents", "invoice_id")
    assert {id_: documents[id_][0] for id_ in written.previews} == written.previews
    assert {id_: documents[id_][1] for id_ in written.finals} == written.finals

    migrate(url, "upgrade", "head")
    assert rows(engine, "SHOW COLUMNS FROM invoices LIKE 'preview_data'") == []
    assert rows(engine, "SHOW TRIGGERS") == []
    assert _documents(engine, "invoice_documents", "invoice_id") == documents
    _ensure_found(engine, written.previews)
    facts = "document_type = 'invoice' AND net_amount = 100 AND tax_amount = 21"
    assert written.previews.keys() <= {row.id for row in rows(engine, f"SELECT id FROM invoices WHERE {facts}")}  # noqa: S608

    migrate(url, "downgrade", "0005")
    assert _documents(engine, "invoices", "id") == documents
    migrate(url, "downgrade", "0001")
    assert _documents(engine, "invoices", "id") == documents


def _ensure_found(engine: Engine, previews: Mapping[int, str]) -> None:
    """The full-text index has the files that old functions took, and the values that they wrote."""
    assert rows(engine, "SELECT COUNT(*) FROM invoice_search WHERE source = 'file'") == rows(
        engine, "SELECT COUNT(*) FROM invoices"
    )
    named: dict[int, str] = dict(
        tuple(row) for row in rows(engine, "SELECT invoice_id, named FROM invoice_search WHERE source = 'answer'")
    )
    for invoice_id, preview in previews.items():
        (number,) = terms_of(json.loads(preview)["invoice_number"])
        assert number.within in named[invoice_id]


def test_the_version_before_decides_nothing_on_documents_that_it_does_not_see(database: tuple[str, Engine]) -> None:
    url, engine = database
    migrate(url, "upgrade", "0005")
    with engine.begin() as connection:
        for _ in range(2):
            connection.execute(text(_OLD_ROW), {"data": _DATA})
    migrate(url, "upgrade", "head")
    corrected, untouched = (row.id for row in rows(engine, "SELECT id FROM invoices ORDER BY id"))
    with engine.begin() as connection:
        write_columns(connection, corrected, {"preview_data": {"total_amount": "99"}, "version": 2})
    before = _documents(engine, "invoice_documents", "invoice_id")[corrected]
    confirmed = text("UPDATE invoices SET final_data = JSON_SET(preview_data, '$.notes', 'x') WHERE id = :id")
    with engine.begin() as connection:
        connection.execute(confirmed, {"id": untouched})
    with pytest.raises(UnavailableError), transaction(engine) as connection:
        connection.execute(confirmed, {"id": corrected})
    assert _documents(engine, "invoice_documents", "invoice_id")[corrected] == before
    migrate(url, "downgrade", "0005")
    assert _documents(engine, "invoices", "id")[corrected] == before


def test_an_interrupted_move_of_the_documents_is_run_again(database: tuple[str, Engine]) -> None:
    url, engine = database
    _fill_old_tables(url, engine, "0005")
    before = _documents(engine, "invoices", "id")
    process = upgrading(url)
    eventually(lambda: has_copied(engine, ROWS // 3))
    process.kill()
    process.wait()
    assert rows(engine, "SELECT version_num FROM alembic_version") == [("0005",)]
    assert rows(engine, "SELECT COUNT(*) FROM invoice_documents") != [(ROWS,)]
    migrate(url, "upgrade", "head")
    assert rows(engine, "SELECT version_num FROM alembic_version") == [("0006",)]
    assert _documents(engine, "invoice_documents", "invoice_id") == before


def _documents(engine: Engine, table: str, key: str) -> dict[int, tuple[str | None, ...]]:
    found = rows(engine, f"SELECT {key}, {', '.join(DOCUMENTS)} FROM {table}")  # noqa: S608 - names of this module
    return {invoice_id: tuple(documents) for invoice_id, *documents in found if any(documents)}


def _ensure_filled(engine: Engine) -> None:
    for row in rows(
        engine,
        "SELECT invoice_number, seller_name, seller_vat_id, number_key, seller_tax_key, seller_name_key FROM invoices",
    ):
        assert row.number_key == number_key(row.invoice_number) != ""
        assert row.seller_name_key == name_key(row.seller_name) is not None
        assert row.seller_tax_key == tax_key(row.seller_vat_id)
    accounts = rows(engine, "SELECT invoice_id, seller_key, account FROM invoice_accounts ORDER BY 1, 2")
    confirmed = [row.id for row in rows(engine, "SELECT id FROM invoices WHERE status = 'processed' ORDER BY id")]
    account = account_key("ES91 2100 0418 4502 0005 1332")
    seller = [f"name:{name_key('Imprenta Norte S.L.')}", f"tax:{tax_key('ESA58818501')}"]
    # Only the last one is left out: its data cannot be read.
    assert accounts == [(invoice_id, key, account) for invoice_id in confirmed[:-1] for key in seller]


def _ensure_every_check_has_its_index(engine: Engine) -> None:
    """Of the rows of one seller (one in fifty here) every query reads only a few."""
    with engine.begin() as connection:
        connection.execute(text("ANALYZE TABLE invoices, invoice_accounts")).all()
    data = InvoiceData.model_validate(
        {
            "invoice_number": "RE-2026 00060",
            "issue_date": "2026-11-02",
            "total_amount": "123.45",
            "currency": "EUR",
            "seller": {"name": "Imprenta 7 S.L.", "vat_id": "ESA58818507"},
            "payment": {"iban": "ES9121000418450200051332"},
            "payee": {"name": "Factor AG"},
        }
    )
    statements: list[tuple[str, Any]] = []

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        statements.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    with engine.connect() as connection:
        seller_history(connection, data, without=1)
        duplicates_by_invoice(connection, list(range(9000, 9100)))
    event.remove(engine, "before_cursor_execute", note)
    asked = [one for one in statements if one[0].startswith(("SELECT", "(SELECT"))]
    assert len(asked) > 8
    with engine.connect() as connection:
        for statement, parameters in asked:
            plan = connection.exec_driver_sql(f"EXPLAIN {statement}", parameters).mappings().all()
            for step in plan:
                if step["table"] in (None, "companies") or str(step["table"]).startswith("<"):
                    continue
                assert step["type"] != "ALL", (statement, dict(step))
                assert step["key"] is not None, (statement, dict(step))
