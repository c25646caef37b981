"""How large a picture is, by its header alone: width and height in pixels."""

FEWEST_PIXELS = 100
"""A picture of less in either direction is no page: a line of text that OCR can read takes ten pixels, and so does a
character of it."""

_MOST_SEGMENTS = 200
_START_OF_FRAME = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}


def is_small(content: bytes) -> bool:
    """Whether it is a PNG, GIF, BMP or JPEG that is too small to be a page. Others are never small."""
    size = _size(content)
    return size is not None and min(size) < FEWEST_PIXELS


def _size(content: bytes) -> tuple[int, int] | None:
    if content.startswith(b"\x89PNG") and len(content) >= 24:
        return int.from_bytes(content[16:20]), int.from_bytes(content[20:24])
    if content.startswith(b"GIF8") and len(content) >= 10:
        return int.from_bytes(content[6:8], "little"), int.from_bytes(content[8:10], "little")
    if content.startswith(b"BM") and len(content) >= 26:
        width, height = (int.from_bytes(content[at : at + 4], "little", signed=True) for at in (18, 22))
        return width, abs(height)
    return _size_of_jpeg(content) if content.startswith(b"\xff\xd8") else None


def _size_of_jpeg(content: bytes) -> tuple[int, int] | None:
    """From its start-of-frame segment (ITU-T T.81, B.2.2)."""
    position = 2
    for _ in range(_MOST_SEGMENTS):
        head = content[position : position + 9]
        if len(head) < 9 or head[0] != 0xFF:
            return None
        if head[1] in _START_OF_FRAME:
            return int.from_bytes(head[7:9]), int.from_bytes(head[5:7])
        position += 2 + int.from_bytes(head[2:4])
    return None
