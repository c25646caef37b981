"""The offline extractor: from the words of a document to invoice data, by layout, vocabulary and arithmetic.

`extractor.extract_locally(document)` is the whole of it. Every other module answers one question and knows nothing of
the others' answers unless it is given them; the extractor calls them in order and combines them:

- `vocabulary` the labels and words of seven languages; `labels` where on the pages they stand.
- `amounts`, `dates`, `numbers`, `currency`, `totals`, `kind` (invoice, credit note, none at all): the header.
- `identifiers` (VAT and tax ids, IBAN, BIC, phone, e-mail), `parties`, `addresses`, `payment`: who, and how to pay.
- `lines`, `taxes`, `operation_codes`: the body.

They take a `functions.extract.layout.Layout` and give `value.Value`s, which remember their words.
"""

from functions.extract.local.extractor import extract_locally

__all__ = ["extract_locally"]
