"""The words and habits that invoices are read with: data in TOML, one file a language and one a country.

- `languages/<ISO 639-1>.toml`: the words of a language. Adding a language is adding its file.
- `countries/<ISO 3166-1>.toml`: the habits of a country.
- `currencies.toml`: the signs of currencies.
- `cldr.json`: the names of months, written by `generate` after a language is added.
- `kinds` the meanings that words may have; `files` reads and checks the files, and says what each section holds;
  `merged` makes one map of all languages. `labels`, `titles`, `columns`, `parties`, `numbers`, `phrases`, `dates`,
  `money`, `countries`, `tax_numbers` are these maps, built once on import.
- `spoken` tells the languages of a document; guarded labels are heeded only in documents of their language.

Words stand as printed. Labels, titles, roles, keys and names of columns are compared without case, accents, blanks and
punctuation, longest first: "Sub Total", "SUBTOTAL:" and "sub-total" are one label, and "total" inside "subtotal" is
none.
"""
