"""A sandboxed child that draws the words of one page: `python -m shared.adapters.words_process`.

The words come from a foreign document, and fonts are drawn by native code. It reads `{"width": pixels, "page": Page}`
as JSON from stdin and writes a PNG to stdout. Only `page_images` calls it.
"""

import json
import sys
import unicodedata
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from shared.domain.document import Page

if TYPE_CHECKING:
    from PIL import ImageFont

# Searched in the system's font folders; each is a Debian package (fonts-dejavu-core, fonts-liberation).
FONTS = ("DejaVuSans.ttf", "LiberationSans-Regular.ttf")


def draw(page: Page, width: int) -> bytes:
    """PNG, `width` pixels wide, of the page's words drawn black on white, each in its box."""
    from PIL import Image, ImageDraw

    height = max(1, round(width * page.height / page.width))
    picture = Image.new("L", (width, height), "white")
    draw = ImageDraw.Draw(picture)
    for word in page.words:
        room = max(1.0, (word.box.x1 - word.box.x0) * width)
        size = max(1.0, (word.box.y1 - word.box.y0) * height)
        font, has_accents = sized_font(round(size))
        text = word.text if has_accents else without_accents(word.text)
        # The page was set by estimated widths; a word that is wider is drawn smaller to fit its box.
        size *= min(1.0, room / max(1.0, font.getlength(text)))
        font, _ = sized_font(max(1, int(size)))
        draw.text((word.box.x0 * width, word.box.y0 * height), text, fill="black", font=font)
    output = BytesIO()
    picture.save(output, "PNG")
    return output.getvalue()


@cache
def sized_font(size: int) -> "tuple[ImageFont.FreeTypeFont | ImageFont.ImageFont, bool]":
    """A font of that size, and whether it has accents: Pillow's built-in font draws an empty box for each."""
    from PIL import ImageFont

    for name in FONTS:
        try:
            return ImageFont.truetype(name, size), True
        except OSError:
            continue
    return ImageFont.load_default(size), False


def without_accents(text: str) -> str:
    """The text in ASCII; other characters are dropped."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


def main() -> None:
    """Draws the page described by stdin."""
    job = json.load(sys.stdin.buffer)
    sys.stdout.buffer.write(draw(TypeAdapter(Page).validate_python(job["page"], strict=False), job["width"]))


if __name__ == "__main__":
    main()
