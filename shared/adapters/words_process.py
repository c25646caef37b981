"""A caged child that draws the words of one page: `python -m shared.adapters.words_process`.

The words come from a foreign document, and fonts are drawn by native code. It reads `{"width": pixels, "page": Page}`
as JSON from stdin and writes a PNG to stdout. Only `page_images` calls it.
"""

import json
import sys
from functools import cache
from io import BytesIO

from pydantic import TypeAdapter

from shared.domain.document import Page


def draw(page: Page, width: int) -> bytes:
    """PNG, `width` pixels wide, of the page's words drawn black on white, each in its box."""
    from PIL import Image, ImageDraw, ImageFont

    height = max(1, round(width * page.height / page.width))
    picture = Image.new("L", (width, height), "white")
    draw = ImageDraw.Draw(picture)
    sized = cache(ImageFont.load_default)
    for word in page.words:
        room = max(1.0, (word.box.x1 - word.box.x0) * width)
        size = max(1.0, (word.box.y1 - word.box.y0) * height)
        # The listing counts on characters of the same width; a word of wide ones is set smaller to stay in its box.
        size *= min(1.0, room / max(1.0, sized(round(size)).getlength(word.text)))
        font = sized(max(1, int(size)))
        draw.text((word.box.x0 * width, word.box.y0 * height), word.text, fill="black", font=font)
    output = BytesIO()
    picture.save(output, "PNG")
    return output.getvalue()


def main() -> None:
    """Draws what stdin describes."""
    job = json.load(sys.stdin.buffer)
    sys.stdout.buffer.write(draw(TypeAdapter(Page).validate_python(job["page"], strict=False), job["width"]))


if __name__ == "__main__":
    main()
