"""Splits long documents into parts for a model: between pages, inside a page only if it is too long itself."""

from collections.abc import Sequence

HEAD_CHARS = 3000
"""Characters of the first page that are sent with every later part: the table's headings are there."""


def cut(pages: Sequence[str], limit: int) -> list[str]:
    """The pages, joined to parts of at most `limit` characters each; every line is in exactly one part."""
    parts: list[str] = []
    for page in pages:
        for piece in _pieces(page, limit):
            if parts and len(parts[-1]) + 1 + len(piece) <= limit:
                parts[-1] = f"{parts[-1]}\n{piece}"
            else:
                parts.append(piece)
    return parts or [""]


def halves(text: str) -> tuple[str, str] | None:
    """The text cut at the line nearest to its middle; null when there is only one line."""
    ends = [position for position, character in enumerate(text) if character == "\n" and text[position + 1 :].strip()]
    if not ends:
        return None
    middle = min(ends, key=lambda position: abs(position - len(text) // 2))
    return text[:middle], text[middle + 1 :]


def head(text: str) -> str:
    """The beginning of the document, in whole lines."""
    if len(text) <= HEAD_CHARS:
        return text
    return text[:HEAD_CHARS].rpartition("\n")[0] or text[:HEAD_CHARS]


def _pieces(page: str, limit: int) -> list[str]:
    if len(page) <= limit:
        return [page]
    pieces: list[str] = []
    for whole in page.split("\n"):
        for line in [whole[start : start + limit] for start in range(0, len(whole), limit)] or [""]:
            if pieces and len(pieces[-1]) + 1 + len(line) <= limit:
                pieces[-1] = f"{pieces[-1]}\n{line}"
            else:
                pieces.append(line)
    return pieces
