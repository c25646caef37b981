"""How much work a text is, told by its bytes before anything looks into it. Pure."""

BYTES_A_PAGE = 100_000
"""Of a stored document text: a page full of words, about 800."""

MOST_ORDINARY_PAGES = 5


def full_pages(size: int) -> int:
    """The pages that a text of so many bytes would fill, at least one."""
    return max(1, -(-size // BYTES_A_PAGE))


def is_long(size: int) -> bool:
    """Whether a text of so many bytes is more than the pages of an ordinary invoice hold. It may take seconds, and so
    is no work of the quick lane."""
    return full_pages(size) > MOST_ORDINARY_PAGES
