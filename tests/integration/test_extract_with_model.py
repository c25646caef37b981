"""The extract stage with a model: the effect of its answers and faults on the invoice's row, on the real stores."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
import redis
from sqlalchemy import Engine, select, update

from functions.extract.handling import ExtractionStage, LanguageModel
from functions.extract.model import ModelClient, ModelOptions, examples_of, extract_with_model, model_fingerprint
from functions.extract.text_extraction import extract_text
from infra.local.redis_server import Queue
from infra.local.s3 import S3Server
from shared.adapters.caches import RedisCache
from shared.adapters.companies import CompanyRegister, RecentCompanies
from shared.adapters.database import make_engine, transaction
from shared.adapters.invoice_rows import DOCUMENT_COLUMNS, whole_invoices
from shared.adapters.invoice_store import SqlInvoiceStore
from shared.adapters.object_store import S3ObjectStore, make_object_store
from shared.adapters.request_budget import RedisRequestBudget
from shared.adapters.seller_history import seller_history
from shared.adapters.stage_store import SqlStageStore
from shared.adapters.tables import audit_events, invoices
from shared.adapters.wiring import make_documents, make_worker
from shared.domain.document import dump_document_text
from shared.domain.lifecycle import Stage, Status
from shared.domain.object_keys import text_key
from shared.pipeline.registration import NewDocument
from shared.pipeline.stages import StageResult
from shared.settings import Settings
from tests.support.documents import printed
from tests.support.model_server import KEY, MODEL, Fault, ModelServer, Plan, model_server

PAGE = """
Imprenta Norte S.L.                    Factura A-2026/017
NIF ESA58818501                        Fecha 02/11/2026

Carteles            3     20,00     60,00
Folletos        1.000      0,04     40,00

Base 100,00    IVA 21 % 21,00    Total EUR 121,00
"""
TRUTH = {
    "document_type": "invoice",
    "invoice_number": "A-2026/017",
    "issue_date": "2026-11-02",
    "currency": "EUR",
    "seller": {"name": "Imprenta Norte S.L.", "vat_id": "ESA58818501"},
    "net_amount": "100.00",
    "tax_amount": "21.00",
    "total_amount": "121.00",
}


def truth(_: str) -> Mapping[str, Any]:
    return json.loads(json.dumps(TRUTH))  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stores:
    settings: Settings
    engine: Engine
    client: redis.Redis
    store: S3ObjectStore

    def add(self, content: bytes | None = None) -> int:
        """An invoice that has been read and waits for its extraction."""
        sha256 = hashlib.sha256(content or uuid4().bytes).hexdigest()
        document = NewDocument(filename="a.pdf", content_type="application/pdf", size=3, sha256=sha256, actor="test")
        added = SqlInvoiceStore(self.engine).register(document, lambda: None, allow_duplicates=True).invoice_id
        self.store.put(text_key(added), dump_document_text(printed(PAGE)), "application/json")
        stages = SqlStageStore(self.engine)
        claim = stages.claim(added, Stage.OCR, lease_seconds=30, max_attempts=5)
        assert claim is not None
        stages.finish(claim, StageResult())
        return added

    def row(self, invoice_id: int) -> dict[str, Any]:
        with transaction(self.engine) as connection:
            query = select(invoices, *DOCUMENT_COLUMNS).select_from(whole_invoices()).where(invoices.c.id == invoice_id)
            return dict(connection.execute(query).mappings().one())

    def extract(
        self, invoice_id: int, client: ModelClient, *, required: bool = False, attempts: int = 5
    ) -> dict[str, Any]:
        """Runs the extract function on it; the row afterwards."""
        model = LanguageModel(
            extract=lambda pages, claim, own, examples: extract_with_model(
                pages, client, key=str(claim.invoice_id), own=own, examples=examples
            ),
            examples=lambda memory: examples_of(memory, 60_000),
            fingerprint=lambda own, examples: model_fingerprint(client.options, own, examples),
            cache=RedisCache(self.client, "extract", seconds=60, secret="a-secret-of-the-tests"),
            required=required,
            attempts=attempts,
        )

        def history(data: Any, invoice_id: int) -> Any:
            with transaction(self.engine) as connection:
                return seller_history(connection, data, without=invoice_id)

        worker = make_worker(Stage.EXTRACT, self.engine, self.client, self.settings, probe_store=self.store.probe)
        stage = ExtractionStage(
            store=self.store,
            documents=make_documents("extract", self.client, self.store),
            extract_text=lambda lane: extract_text,
            model=model,
            recall=lambda marks, data: None,
            history=history,
            companies=RecentCompanies(engine=self.engine),
            max_pages=20,
        )
        worker.handle(invoice_id, stage.work)
        return self.row(invoice_id)


@pytest.fixture
def stores(migrated_database_url: str, redis_queue: Queue, minio: S3Server) -> Iterator[Stores]:
    given: dict[str, Any] = {name.lower(): value for name, value in minio.environment.items()}
    settings = Settings(**given, database_url=migrated_database_url, redis_url=redis_queue.url)
    engine = make_engine(settings)
    with engine.begin() as connection:
        connection.execute(audit_events.delete())
        connection.execute(invoices.delete())
    with redis.Redis.from_url(redis_queue.url) as client:
        client.flushdb()
        yield Stores(settings=settings, engine=engine, client=client, store=make_object_store(settings))
    engine.dispose()


@contextmanager
def asked(*script: Fault | None, **client: Any) -> Iterator[tuple[ModelServer, ModelClient]]:
    with model_server(source=truth, plan=Plan(script=list(script))) as server:
        options = ModelOptions(api_key=KEY, base_url=server.base_url, model=MODEL, timeout_seconds=5)
        yield server, ModelClient(options, **client)


def codes(row: Mapping[str, Any]) -> set[str]:
    return {check["code"] for check in row["checks"]}


def test_both_extractors_fill_the_row(stores: Stores) -> None:
    with asked() as (_, client):
        row = stores.extract(stores.add(), client)
    assert (row["status"], row["extractor"]) == (Status.WAITING_VALIDATION, "openai+local")
    assert row["preview_data"]["invoice_number"] == "A-2026/017"
    assert row["evidence"]["/total_amount"]["page"] == 1
    assert row["evidence"]["/total_amount"]["confidence"] > 0.9
    assert row["agent_response"]["usage"]["total_tokens"] > 0
    assert row["preview_data"]["summary"].startswith("Invoice A-2026/017 from Imprenta Norte S.L.")


def test_a_busy_model_postpones_the_row_by_what_it_asks_for(stores: Stores) -> None:
    with asked({"fault": "rate_limit", "retry_after": 3600}) as (_, client):
        row = stores.extract(stores.add(), client)
    assert (row["status"], row["stage"], row["error_code"]) == (Status.PROCESSING, Stage.EXTRACT, "unavailable")
    wait = row["next_attempt_at"].replace(tzinfo=UTC) - datetime.now(UTC)
    assert 3500 < wait.total_seconds() <= 3600


@pytest.mark.parametrize(
    ("what", "code"),
    [("unauthorised", "model-refused-key"), ("refusal", "model-refusal"), ("unknown_model", "model-not-found")],
)
def test_without_a_usable_answer_the_local_values_are_used_with_a_warning(stores: Stores, what: str, code: str) -> None:
    with asked({"fault": what}) as (_, client):
        row = stores.extract(stores.add(), client)
    assert (row["status"], row["extractor"]) == (Status.WAITING_VALIDATION, "local")
    assert code in codes(row)
    assert row["preview_data"]["total_amount"] == "121.00"


def test_the_local_values_are_used_when_the_model_is_unavailable_at_the_last_attempt(stores: Stores) -> None:
    with asked({"fault": "server_error"}) as (_, client):
        row = stores.extract(stores.add(), client, attempts=1)
    assert (row["status"], row["extractor"]) == (Status.WAITING_VALIDATION, "local")
    assert "unavailable" in codes(row)


def test_a_required_model_without_an_answer_fails_the_row(stores: Stores) -> None:
    with asked({"fault": "unauthorised"}) as (_, client):
        row = stores.extract(stores.add(), client, required=True)
    assert (row["status"], row["error_code"]) == (Status.FAILED, "model-refused-key")
    assert "OPENAI_API_KEY" in row["error_message"]


def test_nonsense_is_repaired_or_left_out_but_never_kept(stores: Stores) -> None:
    with asked({"fault": "invented"}) as (_, client):
        row = stores.extract(stores.add(), client)
    assert row["preview_data"]["invoice_number"] == "A-2026/017", "the local extractor's, which the page shows"
    assert row["preview_data"]["total_amount"] == "121.00"
    assert "extractors-disagree" in codes(row)


def test_the_model_is_called_once_per_document_until_a_person_retries(stores: Stores) -> None:
    with asked() as (server, client):
        stores.extract(stores.add(b"same"), client)
        again = stores.add(b"same")
        assert stores.extract(again, client)["extractor"] == "openai+local"
        assert len(server.requests) == 1
        retried = stores.add(b"same")
        with transaction(stores.engine) as connection:
            connection.execute(update(invoices).where(invoices.c.id == retried).values(bypass_caches=True))
        stores.extract(retried, client)
        assert len(server.requests) == 2


def test_the_prompt_names_own_companies_and_a_change_of_them_calls_the_model_again(stores: Stores) -> None:
    register = CompanyRegister(engine=stores.engine)
    with asked() as (server, client):
        stores.extract(stores.add(b"own"), client)
        faro = register.add({"name": "Agencia Faro S.A.", "vat_ids": ["ESB12345674"], "tax_ids": [], "addresses": []})
        try:
            row = stores.extract(stores.add(b"own"), client)
        finally:
            register.remove(faro.id)
        rules = [request["messages"][0]["content"] for request in server.requests]
    assert ["- Agencia Faro S.A. (ESB12345674)" in text for text in rules] == [False, True]
    assert "own-company-sells" not in codes(row)


def test_rows_wait_without_a_request_when_the_budget_is_spent(stores: Stores) -> None:
    budget = RedisRequestBudget(stores.client, "test", per_minute=1)
    with asked(budget=budget) as (server, client):
        first, second = stores.extract(stores.add(), client), stores.extract(stores.add(), client)
    assert first["status"] == Status.WAITING_VALIDATION
    assert (second["status"], second["stage"]) == (Status.PROCESSING, Stage.EXTRACT)
    assert len(server.requests) == 1
