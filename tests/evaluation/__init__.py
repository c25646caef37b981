"""How well documents are read: runs a folder of labelled documents through the product's own code and counts.

`python -m tests.evaluation DATA` (`make evaluate DATA=…`) prints and writes the figures; `docs/extraction.md` keeps
them.
A labelled document is `X.truth.json` beside the file it names: {"file", "fields", "meta"}. `fields` holds what is
known; a field that is missing there is unknown and does not count.
"""
