"""The titles of documents in all languages."""

from functions.extract.local.lexicon.kinds import Title
from functions.extract.local.lexicon.merged import folded, printed
from shared.domain.normalising import fold


def _titles(*kinds: Title) -> frozenset[str]:
    return frozenset(fold(title) for kind, title in printed(lambda language: language.titles) if kind in kinds)


INVOICE_TITLES = _titles(Title.INVOICE)
CREDIT_NOTE_TITLES = _titles(Title.CREDIT_NOTE)
OTHER_TITLES = _titles(*(set(Title) - {Title.INVOICE, Title.CREDIT_NOTE}))
"""Folded titles of documents that are no invoices."""

SELF_BILLING = folded(lambda language: language.phrases.self_billing)
"""Folded phrases of invoices that the buyer makes out."""
