"""How a document prints amounts and dates."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import get_currency_precision


@dataclass(frozen=True, kw_only=True)
class Notation:
    """`number` is an example ("1.234,56", "12,34,567.89"); `place` puts the sign before or after amounts, or nowhere;
    `minus` is how a negative amount is printed: "-1", "1-" or "(1)"."""

    number: str
    sign: str
    place: str
    minus: str
    decimals: int

    def amount(self, value: Decimal, *, with_sign: bool = True) -> str:
        """An amount of the document's currency."""
        text = self.plain(abs(value), self.decimals)
        sign = self.sign.strip()
        if with_sign and sign and self.place != "none":
            gap = " " if len(sign) > 1 or self.sign.endswith(" ") else ""
            text = f"{sign}{gap}{text}" if self.place == "before" else f"{text} {sign}"
        if value >= 0:
            return text
        return {"(1)": f"({text})", "1-": f"{text}-"}.get(self.minus, f"-{text}")

    def plain(self, value: Decimal, decimals: int) -> str:
        """A number without sign, with so many decimals."""
        whole, _, rest = f"{value:.{decimals}f}".partition(".")
        return _grouped(whole, self.number) + (self.decimal_mark + rest if rest else "")

    def quantity(self, value: Decimal) -> str:
        """A quantity or a rate, with the decimals it has."""
        shown = value.normalize()
        exponent = shown.as_tuple().exponent
        return self.plain(value, max(-exponent, 0) if isinstance(exponent, int) else 0)

    @property
    def decimal_mark(self) -> str:
        return self.number[-3]


def _grouped(whole: str, example: str) -> str:
    marks = [character for character in example[:-3] if not character.isdigit()]
    if not marks or len(whole) <= 3:
        return whole
    head, tail = whole[:-3], whole[-3:]
    step = 2 if len(marks) > 1 else 3  # lakh and crore: pairs before the last three digits
    groups = [head[max(end - step, 0) : end] for end in range(len(head), 0, -step)]
    return marks[0].join([*reversed(groups), tail])


def decimals_of(currency: str) -> int:
    """How many decimals the currency has: 0 for JPY or CLP, 3 for KWD. Invoices in COP and HUF print none."""
    return 0 if currency in {"COP", "HUF"} else get_currency_precision(currency)


_BABEL_LOCALES = {"no": "nb", "ca": "ca"}


def printed_date(day: date, pattern: str, language: str, *, english: str = "en_US") -> str:
    """The date in a pattern of Babel, in the words of the language."""
    return format_date(day, pattern, locale=english if language == "en" else _BABEL_LOCALES.get(language, language))
