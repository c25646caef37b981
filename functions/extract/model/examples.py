"""Earlier invoices of the seller as examples for a model: what they print alike, and what stood beside their values."""

import json
from collections.abc import Iterator

from shared.domain.memory.lesson import Learned, Lesson
from shared.domain.memory.seller_memory import SellerMemory

MOST_EXAMPLES = 2
LONGEST = 4_000
"""Characters of all examples, about a thousand tokens."""


def examples_of(memory: SellerMemory, max_input_chars: int) -> str:
    """The newest invoices as lines of JSON, one a value, within a tenth of what a request may hold."""
    lines: list[str] = []
    left = min(LONGEST, max_input_chars // 10)
    for number, lesson in enumerate(memory.lessons[:MOST_EXAMPLES], start=1):
        for line in _lines(number, lesson):
            left -= len(line) + 1
            if left < 0:
                return "\n".join(lines)
            lines.append(line)
    return "\n".join(lines)


def _lines(number: int, lesson: Lesson) -> Iterator[str]:
    for learned in lesson.learned:
        yield json.dumps({"invoice": number, **_told(learned)}, ensure_ascii=False)


def _told(learned: Learned) -> dict[str, str]:
    beside = {"left": learned.anchor.left, "above": learned.anchor.above} if learned.anchor is not None else {}
    told = {"field": learned.pointer, "value": learned.value, "series": learned.shape, **beside}
    return {name: text for name, text in told.items() if text}
