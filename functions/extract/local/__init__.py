"""The offline extractor: from the words of a document to invoice data, by layout, vocabulary and arithmetic.

`extractor.extract_locally(document)` is its interface. Every other module finds one kind of value and gets the results
of the others as arguments; the extractor calls them in order and combines their values:

- `vocabulary` the labels and words of seven languages; `labels` finds them on the pages.
- `amounts`, `dates`, `numbers`, `currency`, `totals`, `kind` (invoice, credit note, none at all): the header.
- `identifiers` (VAT and tax ids, IBAN, BIC, phone, e-mail), `parties`, `addresses`, `payment`: parties and payment.
- `lines`, `taxes`, `operation_codes`: the body.

They take a `functions.extract.layout.Layout` and give `value.Value`s, which hold their words.
"""

from functions.extract.local.assemble import LocalReading, extract_locally, read_locally

__all__ = ["LocalReading", "extract_locally", "read_locally"]
