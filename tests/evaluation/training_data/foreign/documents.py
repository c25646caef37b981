"""Documents of the foreign renderers: drawn until each renderer has its share, then printed, then their truths."""

from pathlib import Path
from random import Random

from tests.evaluation.training_data.countries import countries, words_of
from tests.evaluation.training_data.foreign.environment import Job, install, render
from tests.evaluation.training_data.foreign.registry import RENDERERS, Renderer, as_json
from tests.evaluation.training_data.invoice import Invoice
from tests.evaluation.training_data.notation import printed_date
from tests.evaluation.training_data.truth import meta_of, truth_of, write_truth
from tests.evaluation.training_data.values import invent

FOREIGN = "generated_foreign"
_MOST_DRAWS = 400
"""Invoices drawn for one document at most; what a renderer accepts is one in ten or more."""


def write_foreign(out: Path, seed: int, count: int) -> int:
    """Writes up to `count` documents, the same number of each renderer. Returns how many there are."""
    install(out)
    folder = out / FOREIGN
    folder.mkdir(parents=True, exist_ok=True)
    written = 0
    for renderer in RENDERERS:
        invoices = {
            folder / f"{renderer.name}-{index:04}.pdf": drawn(Random(f"{seed}/{renderer.name}/{index}"), renderer)
            for index in range(count // len(RENDERERS))
        }
        jobs: list[Job] = [(runner_data(seed, path.stem, invoice), path) for path, invoice in invoices.items()]
        for path in render(out, renderer, jobs):
            invoice = invoices[path]
            write_truth(
                path,
                truth_of(invoice, renderer.shown(invoice), renderer.columns),
                meta_of(invoice, FOREIGN, renderer.name),
            )
            written += 1
    return written


def drawn(rng: Random, renderer: Renderer) -> Invoice:
    """An invoice that the renderer can print. Raises ValueError if none was drawn."""
    for _ in range(_MOST_DRAWS):
        code = rng.choice(renderer.countries)
        invoice = invent(rng, next(country for country in countries() if country.code == code))
        if renderer.accepts(invoice):
            return invoice
    raise ValueError(f"no invoice for {renderer.name}")


def runner_data(seed: int, name: str, invoice: Invoice) -> dict[str, object]:
    """The invoice in words drawn for this document, for its runner."""
    rng = Random(f"{seed}/{name}/words")
    words = words_of(invoice.language)

    def word(key: str) -> str:
        text = words.pick(rng, key) or ""
        return "" if "{" in text else text

    return as_json(invoice, word, lambda day: printed_date(day, invoice.date_pattern, invoice.language))
