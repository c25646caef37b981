"""Marks on paper, collected before they are drawn: a piece knows its height, and can be moved, stacked and measured."""

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.colors import HexColor
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

_FOLDER = Path("/usr/share/fonts/truetype")
FAMILIES = {
    "sans": ("liberation/LiberationSans-Regular.ttf", "liberation/LiberationSans-Bold.ttf"),
    "serif": ("liberation/LiberationSerif-Regular.ttf", "liberation/LiberationSerif-Bold.ttf"),
    "mono": ("liberation/LiberationMono-Regular.ttf", "liberation/LiberationMono-Bold.ttf"),
    "narrow": ("liberation/LiberationSansNarrow-Regular.ttf", "liberation/LiberationSansNarrow-Bold.ttf"),
    "dejavu": ("dejavu/DejaVuSans.ttf", "dejavu/DejaVuSans-Bold.ttf"),
    "dejavu-condensed": ("dejavu/DejaVuSansCondensed.ttf", "dejavu/DejaVuSansCondensed-Bold.ttf"),
    "dejavu-serif": ("dejavu/DejaVuSerif.ttf", "dejavu/DejaVuSerif-Bold.ttf"),
}
"""Family -> files of the regular and the bold face (Debian's fonts-liberation and fonts-dejavu)."""


@dataclass(frozen=True, kw_only=True)
class Font:
    """A face and its size in points."""

    family: str
    size: float
    bold: bool = False

    @property
    def name(self) -> str:
        return f"{self.family}-bold" if self.bold else self.family

    @property
    def leading(self) -> float:
        return self.size * 1.28

    def width(self, text: str) -> float:
        """In points."""
        register_fonts()
        return pdfmetrics.stringWidth(text, self.name, self.size)

    def sized(self, factor: float, *, bold: bool | None = None) -> "Font":
        return replace(self, size=self.size * factor, bold=self.bold if bold is None else bold)


@dataclass(frozen=True, kw_only=True)
class Text:
    """One run of text; x is its left end, middle or right end, y its baseline, down from the top."""

    x: float
    y: float
    text: str
    font: Font
    align: str = "left"
    colour: str = "#000000"

    def moved(self, x: float, y: float) -> "Text":
        return replace(self, x=self.x + x, y=self.y + y)

    def draw(self, canvas: Canvas, height: float) -> None:
        canvas.setFont(self.font.name, self.font.size)
        canvas.setFillColor(HexColor(self.colour))
        show = {"right": canvas.drawRightString, "middle": canvas.drawCentredString}.get(self.align, canvas.drawString)
        show(self.x, height - self.y, self.text)


@dataclass(frozen=True, kw_only=True)
class Box:
    """A rectangle, or a line where it has no height or no width."""

    x: float
    y: float
    width: float
    height: float
    stroke: str | None = "#000000"
    fill: str | None = None
    line: float = 0.6

    def moved(self, x: float, y: float) -> "Box":
        return replace(self, x=self.x + x, y=self.y + y)

    def draw(self, canvas: Canvas, height: float) -> None:
        if self.stroke:
            canvas.setStrokeColor(HexColor(self.stroke))
            canvas.setLineWidth(self.line)
        if not self.height or not self.width:
            canvas.line(self.x, height - self.y, self.x + self.width, height - self.y - self.height)
            return
        if self.fill:
            canvas.setFillColor(HexColor(self.fill))
        canvas.rect(
            self.x,
            height - self.y - self.height,
            self.width,
            self.height,
            stroke=int(bool(self.stroke)),
            fill=int(bool(self.fill)),
        )


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A picture (PNG bytes), or a stamp where it is turned by so many degrees."""

    x: float
    y: float
    width: float
    height: float
    png: bytes

    def moved(self, x: float, y: float) -> "Picture":
        return replace(self, x=self.x + x, y=self.y + y)

    def draw(self, canvas: Canvas, height: float) -> None:
        image = ImageReader(io.BytesIO(self.png))
        canvas.drawImage(image, self.x, height - self.y - self.height, self.width, self.height, mask="auto")


@dataclass(frozen=True, kw_only=True)
class Stamp:
    """Turned, coloured text over the page."""

    x: float
    y: float
    text: str
    font: Font
    degrees: float
    colour: str

    def moved(self, x: float, y: float) -> "Stamp":
        return replace(self, x=self.x + x, y=self.y + y)

    def draw(self, canvas: Canvas, height: float) -> None:
        canvas.saveState()
        canvas.translate(self.x, height - self.y)
        canvas.rotate(self.degrees)
        canvas.setFont(self.font.name, self.font.size)
        canvas.setFillColor(HexColor(self.colour))
        canvas.drawCentredString(0, 0, self.text)
        canvas.restoreState()


Mark = Text | Box | Picture | Stamp


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Marks within a height, measured from its upper left corner."""

    height: float
    marks: tuple[Mark, ...] = ()

    def moved(self, x: float = 0, y: float = 0) -> tuple[Mark, ...]:
        return tuple(mark.moved(x, y) for mark in self.marks)


EMPTY = Piece(height=0)


def stack(pieces: Iterable[Piece], gap: float = 0) -> Piece:
    """One under the other; empty ones take no gap."""
    marks: list[Mark] = []
    y = 0.0
    for piece in pieces:
        if not piece.height:
            continue
        y += gap if y else 0
        marks += piece.moved(0, y)
        y += piece.height
    return Piece(height=y, marks=tuple(marks))


def beside(pieces: Sequence[tuple[Piece, float]]) -> Piece:
    """(piece, x): side by side, the tops level."""
    return Piece(
        height=max((piece.height for piece, _ in pieces), default=0),
        marks=tuple(mark for piece, x in pieces for mark in piece.moved(x, 0)),
    )


def boxed(
    piece: Piece,
    width: float,
    *,
    pad: float = 4,
    fill: str | None = None,
    stroke: str | None = "#000000",
    height: float = 0,
) -> Piece:
    """A frame around the piece, which was made for the width less twice the pad."""
    tall = max(piece.height + 2 * pad, height)
    frame = Box(x=0, y=0, width=width, height=tall, fill=fill, stroke=stroke)
    return Piece(height=tall, marks=(frame, *piece.moved(pad, pad)))


def lines(
    texts: Iterable[str], font: Font, width: float, *, align: str = "left", colour: str = "#000000", most: int = 40
) -> Piece:
    """Texts under each other, wrapped to the width."""
    marks: list[Mark] = []
    x = {"left": 0.0, "middle": width / 2, "right": width}[align]
    y = 0.0
    for text in texts:
        for part in wrapped(text, font, width)[:most]:
            marks.append(Text(x=x, y=y + font.size, text=part, font=font, align=align, colour=colour))
            y += font.leading
    return Piece(height=y, marks=tuple(marks))


def wrapped(text: str, font: Font, width: float) -> list[str]:
    """The text in lines no wider than the width; a longer word stays whole."""
    result: list[str] = []
    current = ""
    for word in text.split():
        longer = f"{current} {word}" if current else word
        if current and font.width(longer) > width:
            result.append(current)
            current = word
        else:
            current = longer
    return [*result, current] if current else result


def as_picture(piece: Piece, width: float, scale: float = 3.0) -> Piece:
    """The piece as a picture: nothing of it stays text (a letterhead that is only a logo)."""
    image = Image.new("RGB", (int(width * scale) + 1, int(piece.height * scale) + 1), "white")
    pen = ImageDraw.Draw(image)
    for mark in piece.marks:
        if isinstance(mark, Text):
            font = _picture_font(mark.font.name, round(mark.font.size * scale))
            anchor = {"left": "ls", "middle": "ms", "right": "rs"}[mark.align]
            pen.text((mark.x * scale, mark.y * scale), mark.text, fill=mark.colour, font=font, anchor=anchor)
        elif isinstance(mark, Box):
            corners = (mark.x * scale, mark.y * scale, (mark.x + mark.width) * scale, (mark.y + mark.height) * scale)
            pen.rectangle(corners, outline=mark.stroke, fill=mark.fill)
    target = io.BytesIO()
    image.save(target, "PNG")
    return Piece(
        height=piece.height, marks=(Picture(x=0, y=0, width=width, height=piece.height, png=target.getvalue()),)
    )


@cache
def _picture_font(name: str, size: int) -> ImageFont.FreeTypeFont:
    regular, bold = FAMILIES[name.removesuffix("-bold")]
    return ImageFont.truetype(_FOLDER / (bold if name.endswith("-bold") else regular), size)


@cache
def register_fonts() -> None:
    """Makes the families known to reportlab, once."""
    for family, (regular, bold) in FAMILIES.items():
        pdfmetrics.registerFont(TTFont(family, _FOLDER / regular))
        pdfmetrics.registerFont(TTFont(f"{family}-bold", _FOLDER / bold))


def draw_pages(
    pages: Sequence[Sequence[Mark]],
    size: tuple[float, float],
    title: str,
    finish: Callable[[Canvas], None] | None = None,
) -> bytes:
    """The pages as PDF bytes, the same each time."""
    register_fonts()
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=size, invariant=1)
    canvas.setTitle(title)
    for page in pages:
        for mark in page:
            mark.draw(canvas, size[1])
        canvas.showPage()
    canvas.save()
    return target.getvalue()
