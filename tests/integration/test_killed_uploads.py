"""The upload function is killed while it takes a container apart: repeated with its key, the upload is made once."""

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator
from hashlib import sha256
from io import BytesIO
from multiprocessing.connection import Connection
from typing import Any
from uuid import uuid4

import flask
import pytest
from sqlalchemy import Engine, select
from werkzeug.test import EnvironBuilder

import functions.upload.intake  # noqa: F401 - loaded once, and not by each child
from functions.upload.outcomes import FileOutcome
from shared.adapters.database import shared_engine, transaction
from shared.adapters.idempotent_answers import IdempotencyKeyInUseError, Once
from shared.adapters.invoice_store import SqlInvoiceStore
from shared.adapters.object_store import S3ObjectStore, shared_object_store
from shared.adapters.redis_client import shared_redis
from shared.adapters.tables import invoices
from shared.settings import load_settings
from tests.support.mail_shapes import attach, mail, zipped
from tests.support.stack import ROOT, eventually

pytestmark = pytest.mark.servers

UBL = (ROOT / "samples" / "fietsen-ubl-nl.xml").read_bytes()
STEPS: tuple[tuple[type, str], ...] = ((S3ObjectStore, "put"), (SqlInvoiceStore, "register"), (Once, "keep"))
"""It is killed right behind each of these: between a document and its row, between two rows, before the answer."""


def _attempt(environment: dict[str, str], container: bytes, key: str, *, step: int = 0) -> list[FileOutcome] | None:
    """The answer to the upload in a process of its own, which is killed at this step, if there is one: then None."""

    def dying(call: Callable[..., Any], steps: Iterator[int]) -> Callable[..., Any]:
        def wrapped(*arguments: Any, **named: Any) -> Any:
            result = call(*arguments, **named)
            if next(steps) == step:
                os.kill(os.getpid(), signal.SIGKILL)
            return result

        return wrapped

    def take(answer: Connection) -> None:
        os.environ.update(environment)
        for kept in (load_settings, shared_engine, shared_redis, shared_object_store):
            kept.cache_clear()
        sys.modules.pop("functions.upload.work", None)
        from functions.upload.work import take_files

        steps = iter(range(1, 1000))
        for owner, name in STEPS:
            setattr(owner, name, dying(getattr(owner, name), steps))
        upload = EnvironBuilder(method="POST", data={"file": (BytesIO(container), "mail.eml")})
        claims = {"actor": "ana", "caller": "", "allow_duplicates": "true", "idempotency_key": key}
        try:
            answer.send(take_files(flask.Request(upload.get_environ()), claims))
        except IdempotencyKeyInUseError:
            answer.send([])
        os._exit(0)

    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("fork").Process(target=take, args=(theirs,), daemon=True)
    process.start()
    theirs.close()
    try:
        answer: list[FileOutcome] | None = ours.recv() if ours.poll(60) else None
    except EOFError:
        answer = None
    process.join(60)
    assert process.exitcode == (-signal.SIGKILL if answer is None else 0)
    return answer


def test_killed_at_every_step_each_document_of_a_container_is_one_invoice(
    engine: Engine, stores_environment: dict[str, str]
) -> None:
    for step in range(1, 100):
        documents = [UBL + f"<!-- {uuid4()} -->".encode() for _ in range(2)]
        inside = attach(mail(), documents[0], "a.xml", "text/xml")
        container = attach(inside, zipped({"b.xml": documents[1]}), "b.zip", "application/zip").as_bytes()
        key = str(uuid4())
        first = _attempt(stores_environment, container, key, step=step)
        # The database may need a moment to notice that the one before is gone.
        answer = eventually(lambda: _attempt(stores_environment, container, key))  # noqa: B023 - called here
        hashes = [sha256(document).hexdigest() for document in documents]
        with transaction(engine) as connection:
            statement = select(invoices.c.sha256, invoices.c.id).where(invoices.c.sha256.in_(hashes))
            made = sorted(map(tuple, connection.execute(statement)))
        assert made == sorted(zip(hashes, [one.invoice_id for one in answer], strict=True)), step
        if first is not None:
            assert answer == first
            assert step == 6, "it was killed behind two documents, two rows and the answer"
            return
    raise AssertionError("it has no end")
