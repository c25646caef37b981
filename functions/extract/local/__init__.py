"""The offline extractor: from the words of a document to invoice data, by layout, vocabulary and arithmetic.

`mentions → links → candidates → rank → choose → assemble`, as docs/extraction.md explains:

- `mentions` are labels, amounts, dates, identifiers, names and addresses on the pages, each found once, with the words
  of `lexicon`; `links` says which label belongs to which; `context` holds them all.
- `fields`, a module a field, makes candidates of them; `rank` scores these, `choose` takes the amounts that agree.
- `tables` reads the lines. `assemble` has the interface: it gives the data, and the evidence of each value.

They take a `functions.extract.layout.Layout` and give `value.Value`s, which hold their words.
"""

from functions.extract.local.assemble import LocalReading, extract_locally, read_locally

__all__ = ["LocalReading", "extract_locally", "read_locally"]
