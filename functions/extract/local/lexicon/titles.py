"""The titles of documents in all languages, and the sentences by which a document says what it is."""

from functions.extract.local.lexicon.merged import folded, meanings, printed
from shared.domain.document_kinds import DocumentKind
from shared.domain.normalising import fold

TITLE_KINDS = {title: kind for title, kind in meanings(lambda language: language.titles).items() if title}
"""Folded title -> the kind of document that it names."""

INVOICE_TITLES = frozenset(title for title, kind in TITLE_KINDS.items() if kind is DocumentKind.INVOICE)
CREDIT_NOTE_TITLES = frozenset(title for title, kind in TITLE_KINDS.items() if kind is DocumentKind.CREDIT_NOTE)

SELF_BILLING = folded(lambda language: language.phrases.self_billing)
"""Folded phrases of invoices that the buyer makes out."""

NOT_AN_INVOICE = folded(lambda language: language.phrases.not_an_invoice)
NOT_A_TAX_INVOICE = folded(lambda language: language.phrases.not_a_tax_invoice)
"""Folded phrases by which a document says that it is no invoice."""

KIND_PHRASES = tuple((fold(phrase), kind) for kind, phrase in printed(lambda language: language.kind_phrases))
"""(folded phrase, the kind of document that has it)."""
