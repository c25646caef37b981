"""The countries and words that documents are made of, read from `countries.toml` and `words/*.toml`."""

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

HERE = Path(__file__).parent


@dataclass(frozen=True, kw_only=True)
class TaxIdForm:
    """How a country's tax number is labelled and made. `kind` is vat or tax: the field of the truth it belongs to."""

    labels: tuple[str, ...]
    template: str
    module: str | None
    kind: str
    share: float


@dataclass(frozen=True, kw_only=True)
class WithholdingForm:
    """A tax that the buyer holds back, on this share of the country's documents."""

    names: tuple[str, ...]
    rates: tuple[Decimal, ...]
    share: float


@dataclass(frozen=True, kw_only=True)
class Country:
    """What the invoices of a country have in common. `rates` and `tax_names` hold "a|b" where two taxes go together;
    `addresses` are forms where the locale's addresses are not those of the country."""

    code: str
    weight: int
    languages: tuple[str, ...]
    locale: str
    addresses: tuple[str, ...]
    currency: str
    scale: Decimal
    signs: tuple[str, ...]
    numbers: tuple[str, ...]
    dates: tuple[str, ...]
    regime: str
    tax_names: tuple[str, ...]
    rates: tuple[str, ...]
    forms: tuple[str, ...]
    rounding: Decimal | None
    tax_id: TaxIdForm | None
    withholding: WithholdingForm | None

    @property
    def iso(self) -> str:
        """ISO 3166-1; Quebec stands in the table by itself."""
        return "CA" if self.code == "QC" else self.code


class Words:
    """The words of one language: "label.number" -> what may be printed. A key without words is never printed."""

    def __init__(self, content: dict[str, Any]) -> None:
        self._content = content

    def all(self, key: str) -> tuple[str, ...]:
        section, _, name = key.rpartition(".")
        table = self._content.get(section, {}) if section else self._content
        return tuple(table.get(name, ()))

    def pick(self, rng: Random, key: str) -> str | None:
        listed = self.all(key)
        return rng.choice(listed) if listed else None


@cache
def words_of(language: str) -> Words:
    """The words of a language. Raises FileNotFoundError."""
    return Words(tomllib.loads((HERE / "words" / f"{language}.toml").read_text(encoding="utf-8")))


@cache
def countries() -> tuple[Country, ...]:
    """All countries of the table."""
    content = tomllib.loads((HERE / "countries.toml").read_text(encoding="utf-8"))
    return tuple(_country(code, table) for code, table in content.items())


def _country(code: str, table: dict[str, Any]) -> Country:
    tax_id, withholding = table.get("tax_id"), table.get("withholding")
    return Country(
        code=code,
        weight=table["weight"],
        languages=tuple(table["languages"]),
        locale=table["locale"],
        addresses=tuple(table.get("addresses", ())),
        currency=table["currency"],
        scale=Decimal(str(table.get("scale", 1))),
        signs=tuple(table["signs"]),
        numbers=tuple(table["numbers"]),
        dates=tuple(table["dates"]),
        regime=table["regime"],
        tax_names=tuple(table["tax_names"]),
        rates=tuple(table["rates"]),
        forms=tuple(table["forms"]),
        rounding=Decimal(table["rounding"]) if "rounding" in table else None,
        tax_id=TaxIdForm(
            labels=tuple(tax_id["labels"]),
            template=tax_id["template"],
            module=tax_id.get("module"),
            kind=tax_id["kind"],
            share=tax_id["share"],
        )
        if tax_id
        else None,
        withholding=WithholdingForm(
            names=tuple(withholding["names"]),
            rates=tuple(map(Decimal, withholding["rates"])),
            share=withholding["share"],
        )
        if withholding
        else None,
    )
