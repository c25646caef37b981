"""The VAT categories of EN 16931 (UNCL5305) that are the same in the whole European Union."""

from enum import StrEnum


class TaxCategory(StrEnum):
    """Without L and M, the taxes of the Canary Islands and of Ceuta and Melilla: no rule is held for them."""

    STANDARD = "S"
    ZERO_RATED = "Z"
    EXEMPT = "E"
    REVERSE_CHARGE = "AE"
    INTRA_COMMUNITY = "K"
    EXPORT = "G"
    NOT_SUBJECT = "O"

    @property
    def rule_prefix(self) -> str:
        """What the names of its rules have for it: BR-IC-08 is a rule of K."""
        return "IC" if self is TaxCategory.INTRA_COMMUNITY else self.value

    @property
    def needs_exemption_reason(self) -> bool:
        """Whether the breakdown says why no tax is asked (BT-120, BT-121); S and Z must not say so."""
        return self not in (TaxCategory.STANDARD, TaxCategory.ZERO_RATED)
