"""All counters and histograms, summed over all processes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """A counter with labels of few values each: states, stages, codes."""

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
    help="Uploaded files by result; a request rejected as a whole counts once, by its error code.",
    labels=("outcome", "code"),
)
RETRIES = Counter(
    name="invoices_stage_retries", help="Attempts that failed and will be retried.", labels=("stage", "code")
)
FAILURES = Counter(name="invoices_failures", help="Invoices that became failed.", labels=("stage", "code"))
PUSHED_AGAIN = Counter(
    name="invoices_messages_pushed_again", help="Lost messages requeued by the sweeper.", labels=("stage",)
)
WEBHOOK_MESSAGES = Counter(
    name="invoices_webhook_messages",
    help="Messages that were sent to webhooks: delivered, or failed and tried again.",
    labels=("outcome",),
)
MODEL_TOKENS = Counter(name="invoices_model_tokens", help="Input and output tokens of the model.", labels=("kind",))
CACHE_REQUESTS = Counter(
    name="invoices_cache_requests",
    help="Lookups in the caches: hit, miss, or refused for a wrong seal.",
    labels=("cache", "result"),
)
ORPHANS_REMOVED = Counter(
    name="invoices_orphans_removed", help="Objects without an invoice that were removed.", labels=("kind",)
)
DOCUMENTS_CHANGED = Counter(
    name="invoices_documents_changed",
    help="Reads of a document whose stored bytes are not those that were uploaded.",
    labels=("reader",),
)
INTAKE = Counter(
    name="invoices_intake",
    help="Mails and files that came in by themselves, by what became of them.",
    labels=("kind", "outcome"),
)
STAGE_SECONDS = Histogram(
    name="invoices_stage_seconds",
    help="Duration of an attempt, from claim to end, by outcome.",
    labels=("stage", "outcome"),
    bounds=(0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 900),
)
COUNTERS = (
    *(UPLOADS, RETRIES, FAILURES, PUSHED_AGAIN, MODEL_TOKENS, CACHE_REQUESTS, ORPHANS_REMOVED, DOCUMENTS_CHANGED),
    *(INTAKE, WEBHOOK_MESSAGES),
)
HISTOGRAMS = (STAGE_SECONDS,)
