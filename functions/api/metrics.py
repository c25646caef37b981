"""Prometheus metrics: the counts of all processes, and gauges of the current state."""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import accumulate, product

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from sqlalchemy import Connection, func, select

from functions.api.services import Services
from shared.adapters.database import database_now, transaction
from shared.adapters.figures import status_counts
from shared.adapters.metrics import SUM, Values
from shared.adapters.tables import invoices
from shared.adapters.webhooks import how_webhooks_are
from shared.domain.lanes import Lane
from shared.domain.lifecycle import Stage, Status
from shared.domain.metrics import COUNTERS, HISTOGRAMS, Histogram
from shared.domain.webhook_retries import DisabledReason
from shared.errors import AppError

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gauge:
    """A gauge with one value per combination of label values."""

    name: str
    help: str
    labels: tuple[str, ...]

    def family(self) -> GaugeMetricFamily:
        return GaugeMetricFamily(self.name, self.help, labels=self.labels)


_WHERE = ("stage", "lane")
_LANES = tuple(product(Stage, Lane))

STORE_UP = Gauge(name="invoices_store_up", help="Whether a store answers.", labels=("store",))
BY_STATUS = Gauge(name="invoices_by_status", help="Invoices by state.", labels=("status",))
QUEUE_MESSAGES = Gauge(name="invoices_queue_messages", help="Waiting messages.", labels=_WHERE)
QUEUE_OLDEST = Gauge(
    name="invoices_queue_oldest_seconds",
    help="Age of the oldest waiting message; 0: none waits.",
    labels=_WHERE,
)
PROCESSING = Gauge(name="invoices_processing", help="Invoices in a stage.", labels=_WHERE)
LEASED = Gauge(name="invoices_leased", help="Invoices in a stage that are claimed.", labels=_WHERE)
PROCESSING_OLDEST = Gauge(
    name="invoices_processing_oldest_seconds",
    help="Time since the last change of the longest unchanged invoice in a stage.",
    labels=_WHERE,
)
WEBHOOKS_DISABLED = Gauge(
    name="invoices_webhooks_disabled", help="Webhooks that are sent nothing, by the reason.", labels=("reason",)
)
WEBHOOK_OLDEST = Gauge(
    name="invoices_webhook_oldest_seconds",
    help="Age of the oldest change that a webhook has not got, of those that are enabled; 0: all have all.",
    labels=(),
)
GAUGES = (
    *(STORE_UP, BY_STATUS, QUEUE_MESSAGES, QUEUE_OLDEST, PROCESSING, LEASED, PROCESSING_OLDEST),
    *(WEBHOOKS_DISABLED, WEBHOOK_OLDEST),
)


def metrics_text(services: Services) -> bytes:
    """Prometheus' text format. Omits metrics whose store is unavailable; `invoices_store_up` shows which."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Figures(services))
    return generate_latest(registry)


class _Figures(Collector):
    def __init__(self, services: Services) -> None:
        self._services = services

    def collect(self) -> Iterator[Metric]:
        up = STORE_UP.family()
        for store, ask in (("database", self._rows), ("redis", self._counts), ("minio", self._objects)):
            found, fine = _asked(store, ask)
            up.add_metric([store], float(fine))
            yield from found
        yield up

    def _rows(self) -> list[Metric]:
        with transaction(self._services.engine) as connection:
            return [_by_status(connection), *_at_work(connection), *_of_webhooks(connection)]

    def _counts(self) -> list[Metric]:
        queue = self._services.queue
        values = self._services.metrics.counted()
        waiting = QUEUE_MESSAGES.family()
        oldest = QUEUE_OLDEST.family()
        now = datetime.now(UTC)
        lines = queue.waiting()
        since = {line: queue.waiting_since(line) for line in lines}
        for lane in _LANES:
            waiting.add_metric(lane, sum(number for line, number in lines.items() if (line.stage, line.lane) == lane))
            times = [moment for line, moment in since.items() if moment and (line.stage, line.lane) == lane]
            oldest.add_metric(lane, _seconds_since(min(times, default=None), now))
        return [*_counters(values), *_histograms(values), waiting, oldest]

    def _objects(self) -> list[Metric]:
        self._services.store.ping()
        return []


def _asked(store: str, ask: Callable[[], list[Metric]]) -> tuple[list[Metric], bool]:
    try:
        return ask(), True
    except AppError as error:
        log.warning("store does not answer", extra={"store": store, "code": error.code})
        return [], False


def _by_status(connection: Connection) -> Metric:
    family = BY_STATUS.family()
    for status, number in status_counts(connection).items():
        family.add_metric([status], number)
    return family


def _at_work(connection: Connection) -> Iterator[Metric]:
    now = database_now(connection)
    rows = connection.execute(
        select(
            invoices.c.stage,
            invoices.c.lane,
            func.count(),
            func.count(invoices.c.lease_token),
            func.min(invoices.c.updated_at),
        )
        .where(invoices.c.status == Status.PROCESSING)
        .group_by(invoices.c.stage, invoices.c.lane)
    ).all()
    found = {(row[0], row[1]): row[2:] for row in rows}
    processing = PROCESSING.family()
    leased = LEASED.family()
    silent = PROCESSING_OLDEST.family()
    for lane in _LANES:
        number, with_lease, moved = found.get(lane, (0, 0, None))
        processing.add_metric(lane, number)
        leased.add_metric(lane, with_lease)
        silent.add_metric(lane, _seconds_since(moved, now))
    yield from (processing, leased, silent)


def _of_webhooks(connection: Connection) -> Iterator[Metric]:
    disabled, oldest = how_webhooks_are(connection)
    off = WEBHOOKS_DISABLED.family()
    for reason in DisabledReason:
        off.add_metric([reason], disabled.get(reason, 0))
    late = WEBHOOK_OLDEST.family()
    late.add_metric([], _seconds_since(oldest, database_now(connection)))
    yield from (off, late)


def _seconds_since(moment: datetime | None, now: datetime) -> float:
    return 0.0 if moment is None else max(0.0, (now - moment).total_seconds())


def _counters(values: Values) -> Iterator[Metric]:
    for counter in COUNTERS:
        family = CounterMetricFamily(counter.name, counter.help, labels=counter.labels)
        for (name, *labels), value in sorted(values.items()):
            if name == counter.name and len(labels) == len(counter.labels):
                family.add_metric(labels, value)
        yield family


def _histograms(values: Values) -> Iterator[Metric]:
    for histogram in HISTOGRAMS:
        family = HistogramMetricFamily(histogram.name, histogram.help, labels=histogram.labels)
        for labels, parts in sorted(_parts(histogram, values).items()):
            family.add_metric(list(labels), _cumulative(histogram, parts), parts.get(SUM, 0.0))
        yield family


def _parts(histogram: Histogram, values: Values) -> dict[tuple[str, ...], dict[str, float]]:
    found: dict[tuple[str, ...], dict[str, float]] = defaultdict(dict)
    for (name, *rest), value in values.items():
        if name == histogram.name and len(rest) == len(histogram.labels) + 1:
            found[tuple(rest[:-1])][rest[-1]] = value
    return found


def _cumulative(histogram: Histogram, parts: dict[str, float]) -> list[tuple[str, float]]:
    bounds = [*(format(bound, "g") for bound in histogram.bounds), "+Inf"]
    running = accumulate(parts.get(str(number), 0.0) for number in range(len(bounds)))
    return list(zip(bounds, running, strict=True))
