"""Distinct copies of samples: the same content for a reader, other bytes for the store."""

import io
from itertools import cycle, islice
from pathlib import Path

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from shared.adapters.object_store import PART_SIZE

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
GOOD = tuple(
    path for path in sorted(SAMPLES.iterdir()) if path.suffix in {".pdf", ".xml", ".jpg", ".png", ".tif", ".webp"}
)
UNREADABLE = SAMPLES / "bad" / "encrypted.pdf"


def distinct(path: Path, number: int) -> bytes:
    """The file's bytes with a mark that changes only its hash."""
    content = path.read_bytes()
    match path.suffix:
        case ".pdf":
            return content + f"\n% copy {number}\n".encode()
        case ".xml":
            return content + f"<!-- copy {number} -->".encode()
        case ".png":
            return _marked_png(content, number)
        case _:
            return content + f"copy {number}".encode()  # readers stop at the end of the picture


def _padded_pdf(content: bytes, size: int) -> bytes:
    """The same PDF with a long comment before a second copy of its end, which readers look for at the end."""
    end = content[content.rindex(b"startxref") :]
    return content + b"\n%" + b"-" * size + b"\n" + end


def _marked_png(content: bytes, number: int) -> bytes:
    target, mark = io.BytesIO(), PngInfo()
    mark.add_text("copy", str(number))
    Image.open(io.BytesIO(content)).save(target, "PNG", pnginfo=mark)
    return target.getvalue()


def mixed_documents(count: int, *, unreadable_every: int = 10, large_every: int = 25) -> list[tuple[str, bytes]]:
    """(name, bytes) of each document: the samples in turn, with some that cannot be read (shown by the prefix of the
    name) and some so large that they are stored in parts."""
    documents = []
    for number, path in enumerate(islice(cycle(GOOD), count)):
        source = UNREADABLE if number % unreadable_every == unreadable_every - 1 else path
        kind = "unreadable" if source is UNREADABLE else "good"
        content = distinct(source, number)
        if source.suffix == ".pdf" and number % large_every == large_every // 2:
            content = _padded_pdf(content, PART_SIZE)
        documents.append((f"{kind}-{number}{source.suffix}", content))
    return documents
