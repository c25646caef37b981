"""The codes printed on a page, interpreted: what a fiscal or payment code says about the invoice that carries it.

- `facts` the statements of one code, as plain values; `notation` amounts, dates and fields as codes write them.
- `fiscal_europe`, `fiscal_latin_america`, `fiscal_asia`, `payment`, `pay_by_square`, `swiss`: one parser for each kind
  of payload, each with the specification it follows. A parser gives null for what is not its kind, raises
  `MalformedCodeError` for what is cut or altered, and takes any text.
- `payloads` the table of kinds, and `read_payload`, the one way in.
- `found` what the codes of a document agree on; `agreement` when a code and the print mean the same, field by field.
- `settle` puts the codes' facts over what was extracted, and reports where the print differs.
"""

from functions.extract.codes.settle import settled

__all__ = ["settled"]
