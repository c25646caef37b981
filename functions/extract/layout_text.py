"""The rows of a layout as text with aligned columns, so that a model gets the same rows as the local extractor."""

from itertools import pairwise
from statistics import median

from functions.extract.layout import PageLayout


def page_text(page: PageLayout) -> str:
    """The text arranged as on the page: blanks align the columns, a blank line marks a wide vertical gap."""
    if not page.rows:
        return ""
    widths = [
        (word.box.x1 - word.box.x0) / len(word.text) for row in page.rows for word in row.words if len(word.text) > 2
    ]
    column = max(median(widths) if widths else 0.01, 1 / 220)
    margin = min(row.segments[0].box.x0 for row in page.rows)
    lines: list[str] = []
    for above, row in pairwise([None, *page.rows]):
        assert row is not None  # noqa: S101  only the first of a pair can be None
        if above is not None and row.middle - above.middle > 2.2 * page.line_height:
            lines.append("")
        line = ""
        for segment in row.segments:
            wanted = round((segment.box.x0 - margin) / column)
            line += " " * (max(wanted - len(line), 2) if line else wanted) + segment.text
        lines.append(line)
    return "\n".join(lines)
