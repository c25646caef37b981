"""What speaks for or against any amount of the header: its labels, the prose around it."""

from collections.abc import Sequence

from functions.extract.local.links.amounts import WORD, LabelledAmount
from functions.extract.local.links.places import Relation
from functions.extract.local.mentions.amounts import Amount

PROSE_WORDS = 9
"""An amount among so many words in one segment stands in a sentence."""


def label_features(own: Sequence[LabelledAmount]) -> dict[str, float]:
    """`<label>_<place>` for each label of an amount: beside it, over its column, over the column it is the sum of."""
    features: dict[str, float] = {}
    for item in own:
        place = "foot" if item.foot else "column" if item.relation is Relation.ABOVE else "beside"
        features[f"{item.label}_{place}"] = 1.0
    return features or {"unlabelled": 1.0}


def in_prose(amount: Amount) -> bool:
    """Whether it stands in a sentence."""
    return len(WORD.findall(amount.segment.text)) >= PROSE_WORDS
