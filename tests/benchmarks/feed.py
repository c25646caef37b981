"""`python -m tests.benchmarks.feed [--changes 1000000]`: what the feed of changes costs once it is long.

A MariaDB of its own is filled with numbered changes. Then new ones are numbered, pages are read at every place, through
the API of a stack on these tables, and each query is explained.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import httpx
from sqlalchemy import Engine, event, text

from shared.adapters.change_feed import ChangeFeed
from shared.adapters.database import make_engine
from shared.domain.public_changes import ChangeType
from shared.settings import Settings
from tests.benchmarks.processes import processor_seconds
from tests.benchmarks.scale.database import running_database
from tests.benchmarks.scale.filled import migrate
from tests.support.stack import running_stack

_CALLS = 50
_NEW = 20_000
_RARE = "deleted"

# Four changes of each invoice; one in ten thousand changes is of the rare type.
_FILL = (
    "INSERT INTO changes (sequence, type, invoice_id, version, actor, at)"
    " SELECT {sequence},"
    " IF(seq % 10000 = 0, 'deleted', ELT(1 + seq % 4, 'received', 'ready', 'corrected', 'confirmed')),"
    " 1 + seq DIV 4, 1 + seq % 4, 'Ana', utc_timestamp(6) - INTERVAL 1 HOUR FROM {some}"
)


def main() -> None:
    """Fills, measures, prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--changes", type=int, default=1_000_000)
    count = parser.parse_args().changes
    with tempfile.TemporaryDirectory(prefix="feed-") as folder, running_database(Path(folder, "mariadb")) as database:
        url = database.url("invoices")
        migrate(url, "head")
        engine = make_engine(Settings(database_url=url).model_copy(update={"store_timeout_seconds": 600}))
        began = time.monotonic()
        _execute(engine, _FILL.format(sequence="seq", some=f"seq_1_to_{count}"), "ANALYZE TABLE changes")
        seconds = time.monotonic() - began
        print(f"{count:,} numbered changes in {seconds:.0f} s, {_megabytes(engine):.0f} MB with indexes", flush=True)
        _number(engine, database.pid)
        with running_stack(Path(folder, "stack"), DATABASE_URL=url) as stack:
            _read(stack.client, database.pid)
        _explain(engine, count)


def _number(engine: Engine, database: int) -> None:
    feed = ChangeFeed(engine=engine)
    feed.advance()
    for new in (1, 1000, _NEW):
        _execute(engine, _FILL.format(sequence="NULL", some=f"seq_1_to_{new}"))
        print(f"numbering {new:,}: {_cost(feed.advance, database, calls=1)}", flush=True)
    print(f"a look without news: {_cost(feed.advance, database)}", flush=True)


def _read(client: httpx.Client, database: int) -> None:
    print(f"healthz, the floor: {_cost(lambda: client.get('/healthz').raise_for_status(), database)}", flush=True)
    for name, query in _places(client).items():
        found = len(_changes(client, **query)["changes"])
        print(f"{name}: {_cost(partial(_changes, client, **query), database)}, {found} changes", flush=True)


def _places(client: httpx.Client) -> Mapping[str, Mapping[str, Any]]:
    """Pages at the beginning, in the middle and at the end."""
    # The middle by the changes of the rare type, some of which are there.
    rare = _changes(client, types=_RARE, limit=1000)["changes"]
    middle = {"after": rare[len(rare) // 2]["cursor"]}
    return {
        "nothing new": {"after": _changes(client, after="now")["next"]},
        "100 from the beginning": {"limit": 100},
        "100 from the middle": {"limit": 100, **middle},
        "1,000 from the middle": {"limit": 1000, **middle},
        "100 of three types from the middle": {"limit": 100, "types": "confirmed,reopened,deleted", **middle},
        "all of the rare type": {"limit": 1000, "types": _RARE},
        "a type that there is none of": {"types": "exported"},
    }


def _changes(client: httpx.Client, **query: Any) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/api/invoices/changes", params=query).raise_for_status().json()
    return found


def _explain(engine: Engine, count: int) -> None:
    feed = ChangeFeed(engine=engine)
    state = feed.advance()
    _execute(engine, _FILL.format(sequence="NULL", some="seq_1_to_10"))
    asked: list[tuple[str, Any]] = []
    event.listen(engine, "before_cursor_execute", lambda *given: asked.append((given[2], given[3])))
    feed.advance()
    feed.read(after=count // 2, last=state.last, limit=101)
    feed.read(after=count // 2, last=state.last, types=[ChangeType.CONFIRMED, ChangeType.DELETED], limit=101)
    done = set()
    with engine.connect() as connection:
        for statement, values in list(asked):
            if "change" not in statement or statement in done or statement.startswith("INSERT"):
                continue
            done.add(statement)
            rows = connection.exec_driver_sql(f"EXPLAIN {statement}", values).mappings().all()
            print(" ".join(statement.split())[:230])
            for row in rows:
                print(f"    {row['table']}: {row['type']}, key {row['key']}, rows {row['rows']}, {row['Extra']}")


def _execute(engine: Engine, *statements: str) -> None:
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
        connection.commit()


def _megabytes(engine: Engine) -> float:
    size = (
        "SELECT (data_length + index_length) / 1e6 FROM information_schema.tables"
        " WHERE table_schema = database() AND table_name = 'changes'"
    )
    with engine.connect() as connection:
        return float(connection.execute(text(size)).scalar_one())


def _cost(call: Callable[[], object], database: int, *, calls: int = _CALLS) -> str:
    """Milliseconds of a call: as it took, which depends on what else the machine does, and of the database's processor
    time."""
    times = []
    spent = processor_seconds(database)
    for _ in range(calls):
        began = time.monotonic()
        call()
        times.append((time.monotonic() - began) * 1000)
    spent = (processor_seconds(database) - spent) * 1000 / calls
    return f"{median(times):.1f} ms (the slowest {max(times):.1f}), {spent:.2f} ms of the database's processor time"


if __name__ == "__main__":
    main()
