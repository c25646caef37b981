"""The functions of the version before revision 0006, played by the statements that they run on the fat table."""

import json
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from random import Random
from typing import Any

from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

DOCUMENTS = ("preview_data", "final_data", "evidence", "checks", "agent_response")

_UPLOAD = """
INSERT INTO invoices (filename, content_type, size, sha256, dedup_key, status, stage, progress, attempts, enqueued_at,
    bypass_caches, version, created_at, updated_at, error_count, warning_count, lane, uploader, pages_due)
VALUES ('during-the-upgrade.pdf', 'application/pdf', 1000, :hash, :hash, 'processing', 'ocr', 0, 0, NOW(6), 0, 1,
    NOW(6), NOW(6), 0, 0, 'quick', '-', 1)
"""
_EVENT = "INSERT INTO events (invoice_id, type, actor, created_at) VALUES (:id, :type, 'before', NOW(6))"
_COUNT = "SELECT COUNT(*) FROM invoices"
_LIST = """
SELECT id, filename, status, stage, progress, created_at, updated_at, invoice_number, seller_name, issue_date,
    total_amount, currency, error_code, error_message, error_count, warning_count, version
FROM invoices ORDER BY created_at DESC, id DESC LIMIT 10
"""
_LOCKED = """
SELECT id, status, version, preview_data, final_data, evidence, checks FROM invoices WHERE id >= :id
ORDER BY id LIMIT 1 FOR UPDATE
"""
_READ = """
UPDATE invoices SET status = 'waiting_validation', stage = NULL, progress = 100, preview_data = :preview,
    evidence = '{}', checks = '[]', version = version + 1, updated_at = NOW(6) WHERE id = :id
"""
_CORRECTED = """
UPDATE invoices SET preview_data = :preview, evidence = '{"/notes": {"source": "person"}}', checks = '[]',
    error_count = 0, warning_count = 0, total_amount = :total, version = version + 1, updated_at = NOW(6)
WHERE id = :id
"""
_CONFIRMED = """
UPDATE invoices SET status = 'processed', final_data = preview_data, confirmed_at = NOW(6), version = version + 1,
    updated_at = NOW(6) WHERE id = :id
"""


@dataclass(slots=True)
class Met:
    """What the callers met: (moment, seconds) of every call, and what they wrote last to each invoice."""

    calls: dict[str, list[tuple[float, float]]] = field(default_factory=lambda: defaultdict(list))
    faults: list[str] = field(default_factory=list)
    previews: dict[int, str] = field(default_factory=dict)
    finals: dict[int, str] = field(default_factory=dict)
    uploaded: list[int] = field(default_factory=list)

    def longest(self, kind: str, since: float, until: float) -> float:
        """Seconds of the longest of these calls that began in this time; 0.0 if there was none."""
        return max((seconds for moment, seconds in self.calls[kind] if since <= moment < until), default=0.0)


class VersionBefore:
    """Uploads, lists, reads, corrections and confirmations, one after the other in a thread each, until the block
    ends. Only `rows` first invoices are corrected."""

    def __init__(self, engine: Engine, *, rows: int, pause: float = 0.02) -> None:
        self.met = Met()
        self._engine = engine
        self._rows = rows
        self._pause = pause
        self._stopping = threading.Event()
        self._lock = threading.Lock()  # of what was written last: a correction and a confirmation of one invoice
        calls = {"upload": self._upload, "list": self._list, "correction": self._correct, "confirmation": self._confirm}
        self._threads = [
            threading.Thread(target=self._go_on, args=(kind, call), name=kind) for kind, call in calls.items()
        ]

    def __enter__(self) -> "VersionBefore":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        for thread in self._threads:
            thread.join()

    def _go_on(self, kind: str, call: Callable[[Random], None]) -> None:
        random = Random(kind)
        while not self._stopping.wait(self._pause):
            moment = time.monotonic()
            try:
                call(random)
            except SQLAlchemyError as fault:  # a client of the API would be told to try again
                self.met.faults.append(f"{kind}: {fault}")
            self.met.calls[kind].append((moment, time.monotonic() - moment))

    def _upload(self, random: Random) -> None:
        """An upload, and what reading and extraction write of an earlier one."""
        with self._engine.begin() as connection:
            made = connection.execute(text(_UPLOAD), {"hash": sha256(random.randbytes(16)).hexdigest()})
            connection.execute(text(_EVENT), {"id": made.lastrowid, "type": "uploaded"})
        self.met.uploaded.append(made.lastrowid)
        preview = _preview(random)
        with self._engine.begin() as connection:
            connection.execute(text(_READ), {"id": made.lastrowid, "preview": preview})
            connection.execute(text(_EVENT), {"id": made.lastrowid, "type": "extract.finished"})
        self.met.previews[made.lastrowid] = preview

    def _list(self, _: Random) -> None:
        with self._engine.connect() as connection:
            connection.execute(text(_COUNT)).scalar_one()
            connection.execute(text(_LIST)).all()

    def _correct(self, random: Random) -> None:
        preview = _preview(random)
        with self._lock, self._engine.begin() as connection:
            invoice_id = connection.execute(text(_LOCKED), {"id": random.randint(1, self._rows)}).one().id
            connection.execute(text(_CORRECTED), {"id": invoice_id, "preview": preview, "total": "121"})
            connection.execute(text(_EVENT), {"id": invoice_id, "type": "corrected"})
            self.met.previews[invoice_id] = preview

    def _confirm(self, random: Random) -> None:
        """One that was corrected or uploaded meanwhile."""
        with self._lock, suppress(IndexError), self._engine.begin() as connection:
            invoice_id = random.choice(list(self.met.previews))
            connection.execute(text(_CONFIRMED), {"id": invoice_id})
            self.met.finals[invoice_id] = self.met.previews[invoice_id]


def _preview(random: Random) -> str:
    """The JSON of an invoice such as a person has corrected it, 5 kB and unlike any other."""
    data: dict[str, Any] = {"document_type": "invoice", "net_amount": "100", "tax_amount": "21", "total_amount": "121"}
    return json.dumps({**data, "invoice_number": f"N-{random.randrange(10**9)}", "notes": random.randbytes(2400).hex()})
