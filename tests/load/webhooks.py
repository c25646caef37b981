"""`python -m tests.load.webhooks`: 10,000 changes, a receiver that fails three in ten, the dispatcher killed 20 times.

Every change must arrive, under one id however often it is sent, and those of one invoice in their order.
"""

import random
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from shared.adapters.audit import record
from shared.adapters.change_feed import ChangeFeed
from shared.adapters.database import database_now, transaction
from shared.adapters.webhooks import WebhookRegister
from shared.domain.audit import AuditEventType
from shared.domain.webhook_messages import WebhookSecrets, secret_text
from tests.support.stack import running_stack
from tests.support.webhook_receiver import receiving

INVOICES, EACH = 2000, 5
FAILING = 0.3
KILLS = 20
LONGEST_SECONDS = 1800
"""Of all; what has not arrived by then is missing."""
SETTINGS = {
    "WEBHOOK_NETWORKS": "127.0.0.0/8",
    "WEBHOOK_HTTP": "true",
    "WEBHOOK_RETRY_SECONDS": "0.2,0.5,1,1,1,1,1,1,3600",
}


def main() -> int:
    """Exit code 1 if a change is missing, doubled or out of order."""
    chance = random.Random(17)

    def fails_often(_: Mapping[str, Any]) -> tuple[int, Mapping[str, str]]:
        return (500 if chance.random() < FAILING else 200), {}

    with (
        tempfile.TemporaryDirectory() as folder,
        receiving(fails_often) as receiver,
        running_stack(Path(folder), **SETTINGS) as stack,
    ):
        engine = stack.engine()
        feed = ChangeFeed(engine=engine)
        register = WebhookRegister(engine=engine, feed=feed)
        made = register.add(url=receiver.url, description="load", types=())
        receiver.secret = secret_text(WebhookSecrets(key=stack.secrets["secret_key"]).of(made.salt))
        began = time.monotonic()
        writing = threading.Thread(target=_write, args=(engine,))
        writing.start()
        killed = 0
        while True:
            _, backlog = register.get(made.id)
            left = backlog.pending + backlog.behind
            if (not left and not writing.is_alive()) or time.monotonic() - began > LONGEST_SECONDS:
                break
            if killed < KILLS and len(receiver.taken) >= (killed + 1) * INVOICES * EACH // (KILLS + 2):
                stack.kill("dispatcher", signal.SIGKILL)
                killed += 1
                print(f"killed {killed}: {len(receiver.taken)} taken, {left} left", flush=True)
            time.sleep(0.2)
        seconds = time.monotonic() - began
    ids = dict.fromkeys(id_ for id_, _ in receiver.taken)
    by_invoice: dict[int, list[int]] = {}
    first = dict(reversed(receiver.taken))
    for id_ in ids:
        data = first[id_]["data"]
        by_invoice.setdefault(data["invoice_id"], []).append(data["version"])
    in_order = sum(versions == list(range(1, EACH + 1)) for versions in by_invoice.values())
    bodies = Counter((message["data"]["invoice_id"], message["data"]["version"]) for message in first.values())
    print(
        f"{len(ids)} of {INVOICES * EACH} changes arrived in {seconds:.0f} s, {len(receiver.tried)} tries,"
        f" {len(receiver.taken) - len(ids)} taken twice, {in_order} of {INVOICES} invoices in order,"
        f" {killed} kills, {len(receiver.refused)} not verified, {sum(bodies.values()) - len(bodies)} under two ids"
    )
    ok = (
        len(ids) == len(bodies) == INVOICES * EACH and in_order == INVOICES and killed == KILLS and not receiver.refused
    )
    return 0 if ok else 1


def _write(engine: Any) -> None:
    """The changes, as transactions of many invoices."""
    for version in range(1, EACH + 1):
        for begin in range(1, INVOICES + 1, 50):
            with transaction(engine) as connection:
                now = database_now(connection)
                for invoice_id in range(begin, begin + 50):
                    # Ids behind those of any invoice: the stack has none.
                    record(connection, invoice_id, AuditEventType.CORRECTED, now, version=version, actor="load")
            time.sleep(0.05)


if __name__ == "__main__":
    sys.exit(main())
