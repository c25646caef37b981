"""The headings of columns in the reader's language. The web app has its own from the same files."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from shared.domain.languages import Language


@cache
def headings(language: Language) -> Mapping[str, str]:
    """The heading of each column by its name."""
    found: dict[str, str] = json.loads((Path(__file__).parent / f"{language}.json").read_text("utf-8"))
    return found
