"""What is counted, by all processes together: the one list of counters and histograms."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """What is counted, told apart by these labels; their values are few: states, stages, codes."""

    name: str
    help: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Histogram:
    """Durations in seconds, counted in buckets with these upper bounds and one above them all."""

    name: str
    help: str
    labels: tuple[str, ...]
    bounds: tuple[float, ...]


UPLOADS = Counter(
    name="invoices_uploads",
    help="Files given to us, by what became of them; a request refused as a whole counts once, by its code.",
    labels=("outcome", "code"),
)
RETRIES = Counter(
    name="invoices_stage_retries", help="Attempts that ended with another one planned.", labels=("stage", "code")
)
FAILURES = Counter(name="invoices_failures", help="Invoices that became failed.", labels=("stage", "code"))
PUSHED_AGAIN = Counter(
    name="invoices_messages_pushed_again", help="Lost messages the sweeper made anew.", labels=("stage",)
)
MODEL_TOKENS = Counter(name="invoices_model_tokens", help="Tokens the model was asked and answered.", labels=("kind",))
CACHE_REQUESTS = Counter(
    name="invoices_cache_requests", help="Questions to the answers kept in Redis.", labels=("cache", "result")
)
ORPHANS_REMOVED = Counter(
    name="invoices_orphans_removed", help="Objects without an invoice that were removed.", labels=("kind",)
)
STAGE_SECONDS = Histogram(
    name="invoices_stage_seconds",
    help="From a stage's claim to its end, by how it ended.",
    labels=("stage", "outcome"),
    bounds=(0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 900),
)
COUNTERS = (UPLOADS, RETRIES, FAILURES, PUSHED_AGAIN, MODEL_TOKENS, CACHE_REQUESTS, ORPHANS_REMOVED)
HISTOGRAMS = (STAGE_SECONDS,)
