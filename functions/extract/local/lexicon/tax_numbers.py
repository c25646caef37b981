"""The labels of the tax and register numbers of each country."""

from functions.extract.local.lexicon.files import TaxNumber, countries
from functions.extract.local.lexicon.kinds import IdentifierKind

TaxLabel = tuple[str, IdentifierKind, str | None, tuple[str, ...]]
"""Pattern, kind, country if only one has the label, modules of python-stdnum."""


def _labels() -> tuple[TaxLabel, ...]:
    """The longest patterns first; a label that several countries have ("RUC") stands once, without a country."""
    by_label: dict[str, list[tuple[str, TaxNumber]]] = {}
    for code, country in countries().items():
        for number in country.tax_numbers:
            by_label.setdefault(number.label.pattern, []).append((code, number))
    return tuple(
        (
            pattern,
            found[0][1].kind,
            found[0][0] if len(found) == 1 else None,
            tuple(name for _, number in found for name in number.validators),
        )
        for pattern, found in sorted(by_label.items(), key=lambda item: -len(item[0]))
    )


NATIONAL_TAX_LABELS = _labels()
