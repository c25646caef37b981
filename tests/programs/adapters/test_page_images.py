import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfWriter
from pypdf.annotations import FreeText
from reportlab.lib import colors
from reportlab.pdfgen.canvas import Canvas

from shared.adapters import words_process
from shared.adapters.page_images import decode_picture, draw_words, render_page
from shared.adapters.sandboxed_calls import TooMuchWorkError
from shared.domain.document import Box, Page, Renderer, Source, Word
from shared.errors import DocumentError, ReadingTimeoutError, TooManyPixelsError

EXIF_ORIENTATION = 0x0112


def opened(png: bytes) -> Image.Image:
    picture = Image.open(BytesIO(png))
    picture.load()
    return picture


def dark(picture: Image.Image, across: float, down: float) -> bool:
    """Whether the point, in 0..1 of the picture, is black."""
    pixel = picture.convert("L").getpixel((int(across * picture.width), int(down * picture.height)))
    return isinstance(pixel, int) and pixel < 128


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    """Two pages 400 x 200 points; the second has a black square in its top left corner."""
    path = tmp_path / "two pages.pdf"
    canvas = Canvas(str(path), pagesize=(400, 200))
    canvas.showPage()
    canvas.rect(0, 150, 50, 50, fill=1)
    canvas.save()
    return path


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A JPEG of 400 x 200 pixels with a black square in its top left corner."""
    path = tmp_path / "picture.jpg"
    corner_marked().save(path)
    return path


def corner_marked() -> Image.Image:
    picture = Image.new("RGB", (400, 200), "white")
    picture.paste("black", (0, 0, 50, 50))
    return picture


renderers = pytest.mark.parametrize("renderer", Renderer)


@renderers
def test_pdf_page_is_drawn_at_the_requested_width(pdf: Path, renderer: Renderer) -> None:
    page = opened(render_page(pdf, "application/pdf", 2, width=800, renderer=renderer))

    assert page.format == "PNG"
    assert page.size == (800, 400)
    assert dark(page, 0.05, 0.05)
    assert not dark(page, 0.95, 0.95)


@renderers
@pytest.mark.parametrize("points", [(595.276, 841.89), (612, 792), (283.4645, 1000.1), (3, 7)])
def test_widths_are_exact_whatever_the_page(tmp_path: Path, points: tuple[float, float], renderer: Renderer) -> None:
    path = tmp_path / "sized.pdf"
    canvas = Canvas(str(path), pagesize=points)
    canvas.showPage()
    canvas.save()
    for width in (200, 333, 1600):
        across, down = opened(render_page(path, "application/pdf", 1, width=width, renderer=renderer)).size
        assert across == width
        assert down == pytest.approx(width * points[1] / points[0], abs=1)


@renderers
@pytest.mark.parametrize(
    ("rotation", "size", "corner"),
    [(90, (100, 200), (0.95, 0.05)), (180, (100, 50), (0.95, 0.95)), (270, (100, 200), (0.05, 0.95))],
)
def test_pages_are_turned_clockwise(
    pdf: Path, picture: Path, rotation: int, size: tuple[int, int], corner: tuple[float, float], renderer: Renderer
) -> None:
    from_pdf = opened(render_page(pdf, "application/pdf", 2, width=100, rotation=rotation, renderer=renderer))
    from_picture = opened(render_page(picture, "image/jpeg", 1, width=100, rotation=rotation))

    assert from_pdf.size == from_picture.size == size
    assert dark(from_pdf, *corner)
    assert dark(from_picture, *corner)


@renderers
def test_only_what_the_crop_box_shows_is_drawn(tmp_path: Path, renderer: Renderer) -> None:
    path = tmp_path / "cropped.pdf"
    canvas = Canvas(str(path), pagesize=(400, 200))
    canvas.setCropBox((200, 0, 400, 200))
    canvas.rect(200, 150, 50, 50, fill=1)
    canvas.save()

    page = opened(render_page(path, "application/pdf", 1, width=100, renderer=renderer))

    assert page.size == (100, 100)
    assert dark(page, 0.05, 0.05)


@renderers
def test_colours_stamps_and_the_fields_of_forms_are_drawn(tmp_path: Path, renderer: Renderer) -> None:
    path = tmp_path / "form.pdf"
    canvas = Canvas(str(path), pagesize=(400, 200))
    canvas.setFillColorRGB(1, 0, 0)
    canvas.rect(0, 150, 50, 50, stroke=0, fill=1)
    canvas.acroForm.textfield(
        name="total", value="1.00", x=200, y=20, width=150, height=60, borderColor=colors.black, fillColor=colors.black
    )
    canvas.save()
    document = PdfWriter(clone_from=path)
    stamp = FreeText(text="PAID", rect=(220, 120, 380, 190), font_size="40pt", background_color="000000")
    document.add_annotation(0, stamp)
    document.write(path)

    page = opened(render_page(path, "application/pdf", 1, width=800, renderer=renderer))

    assert page.convert("RGB").getpixel((40, 40)) == (255, 0, 0)
    assert dark(page, 275 / 400, 1 - 50 / 200), "the field"
    assert dark(page, 375 / 400, 1 - 125 / 200), "the stamp"


def test_a_page_of_too_many_pixels_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "long.pdf"
    canvas = Canvas(str(path), pagesize=(10, 14000))
    canvas.showPage()
    canvas.save()
    with pytest.raises(DocumentError):
        render_page(path, "application/pdf", 1, width=4000)


def test_a_page_that_takes_too_long_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "busy.pdf"
    canvas = Canvas(str(path), pagesize=(2000, 2000), pageCompression=1)
    for number in range(60):
        canvas.setFillAlpha(0.01 + number / 100)
        canvas.setFillColorRGB(number / 60, 0, 0)
        canvas.circle(1000, 1000, 900, fill=1)
    canvas.beginForm("many")
    for number in range(60):
        canvas.circle(1000, 1000, 900 - number, fill=1)
    canvas.endForm()
    for _ in range(20_000):
        canvas.doForm("many")
    canvas.save()
    with pytest.raises((TooMuchWorkError, ReadingTimeoutError)):
        render_page(path, "application/pdf", 1, width=4000, timeout=2)


@renderers
def test_missing_page_is_an_error(pdf: Path, picture: Path, renderer: Renderer) -> None:
    with pytest.raises(DocumentError):
        render_page(pdf, "application/pdf", 3, width=100, renderer=renderer)
    with pytest.raises(DocumentError):
        render_page(picture, "image/jpeg", 2, width=100)


@pytest.mark.parametrize(("orientation", "corner"), [(6, (0.95, 0.05)), (3, (0.95, 0.95)), (8, (0.05, 0.95))])
def test_exif_orientation_is_obeyed(tmp_path: Path, orientation: int, corner: tuple[float, float]) -> None:
    exif = Image.Exif()
    exif[EXIF_ORIENTATION] = orientation
    path = tmp_path / "phone.jpg"
    corner_marked().save(path, exif=exif)

    assert dark(opened(render_page(path, "image/jpeg", 1, width=100)), *corner)


def test_every_page_of_a_tiff_can_be_drawn(tmp_path: Path) -> None:
    path = tmp_path / "fax.tiff"
    Image.new("1", (100, 50), 1).save(path, save_all=True, append_images=[corner_marked()], compression="tiff_lzw")

    assert not dark(opened(render_page(path, "image/tiff", 1, width=100)), 0.05, 0.05)
    assert dark(opened(render_page(path, "image/tiff", 2, width=100)), 0.05, 0.05)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_every_colour_model_becomes_black_on_white(tmp_path: Path, mode: str) -> None:
    if mode == "I;16":
        original = Image.new("I;16", (400, 200), 60_000)
        original.paste(100, (0, 0, 50, 50))
    else:
        original = corner_marked().convert(mode)
    path = tmp_path / "picture.tiff"
    original.save(path)

    page = opened(render_page(path, "image/tiff", 1, width=400))

    assert dark(page, 0.05, 0.05)
    assert not dark(page, 0.95, 0.95)


def test_transparent_ground_is_white(tmp_path: Path) -> None:
    path = tmp_path / "logo.png"
    picture = Image.new("RGBA", (400, 200), (0, 0, 0, 0))
    picture.paste((0, 0, 0, 255), (0, 0, 50, 50))
    picture.save(path)

    page = opened(render_page(path, "image/png", 1, width=400))

    assert dark(page, 0.05, 0.05)
    assert not dark(page, 0.95, 0.95)


def test_pixels_are_counted_in_the_header_before_anything_is_decoded(tmp_path: Path) -> None:
    path = tmp_path / "bomb.png"
    path.write_bytes(png_header_only(40_000, 40_000))

    with pytest.raises(TooManyPixelsError):
        render_page(path, "image/png", 1, width=100)


def test_picture_that_stops_half_way_is_refused(picture: Path) -> None:
    picture.write_bytes(picture.read_bytes()[: picture.stat().st_size // 2])

    with pytest.raises(DocumentError, match="damaged"):
        render_page(picture, "image/jpeg", 1, width=100)


def test_content_of_another_type_than_declared_is_refused(pdf: Path, picture: Path) -> None:
    with pytest.raises(DocumentError):
        render_page(pdf, "image/png", 1, width=100)
    with pytest.raises(DocumentError):
        render_page(picture, "application/pdf", 1, width=100)
    with pytest.raises(DocumentError):
        render_page(picture, "application/pdf", 1, width=100, renderer=Renderer.POPPLER)


def test_decoding_stays_within_its_memory(tmp_path: Path) -> None:
    path = tmp_path / "large.png"
    Image.new("RGB", (9000, 9000)).save(path, compress_level=1)

    with pytest.raises(DocumentError):
        render_page(path, "image/png", 1, width=100, memory_mb=256)


def test_large_pictures_are_reduced_to_the_pixels_that_are_kept(picture: Path, tmp_path: Path) -> None:
    decoded = decode_picture(
        picture,
        "image/jpeg",
        1,
        output=tmp_path / "out.ppm",
        timeout=20,
        memory_mb=512,
        max_pixels=100_000,
        keep_pixels=20_000,
    )

    assert (decoded.width, decoded.height) == (200, 100)
    assert Image.open(decoded.path).size == (200, 100)


@pytest.mark.parametrize(("written", "told"), [((300, 300), 300), ((72, 72), 0), (None, 0)])
def test_a_plausible_resolution_is_returned(tmp_path: Path, written: tuple[int, int] | None, told: float) -> None:
    path = tmp_path / "scan.png"
    corner_marked().save(path, dpi=written)

    decoded = decode_picture(
        path, "image/png", 1, output=tmp_path / "out.ppm", timeout=20, memory_mb=512, max_pixels=100_000
    )

    assert decoded.dpi == pytest.approx(told, abs=0.1)


def test_words_are_drawn_in_their_boxes() -> None:
    word = Word(text="MMMM", box=Box(0.5, 0.5, 0.7, 0.55), confidence=1)
    page = Page(number=1, width=200, height=400, source=Source.XML, words=(word,))

    picture = opened(draw_words(page, 300)).convert("L")

    assert picture.size == (300, 600)
    left, top, right, bottom = picture.point(lambda value: 255 - value).getbbox() or (0, 0, 0, 0)
    assert left >= 149
    assert right <= 212
    assert top >= 299
    assert bottom <= 345


@pytest.mark.parametrize("fonts", [words_process.FONTS, ()], ids=["with a system font", "without"])
def test_words_with_accents_are_not_drawn_as_empty_boxes(
    monkeypatch: pytest.MonkeyPatch, fonts: tuple[str, ...]
) -> None:
    monkeypatch.setattr(words_process, "FONTS", fonts)
    words_process.sized_font.cache_clear()

    def drawn(text: str) -> bytes:
        word = Word(text=text, box=Box(0.1, 0.1, 0.9, 0.5), confidence=1)
        return words_process.draw(Page(number=1, width=200, height=100, source=Source.XML, words=(word,)), 300)

    assert drawn("é") != drawn("ü")
    words_process.sized_font.cache_clear()


def png_header_only(width: int, height: int) -> bytes:
    """A PNG that announces a size and holds nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def test_a_phone_s_heic_photo_is_drawn() -> None:
    photo = Path(__file__).parents[4] / "shared" / "data" / "malformed" / "paperless-ngx_simple.heic"
    if not photo.exists():
        pytest.skip("the development documents are not here, and nothing we ship writes HEIC")
    assert render_page(photo, "image/heic", 1, width=400)[16:20] == (400).to_bytes(4)


@pytest.mark.parametrize(
    ("kind", "form"), [("image/gif", "GIF"), ("image/bmp", "BMP"), ("image/avif", "AVIF")], ids=["gif", "bmp", "avif"]
)
def test_pictures_of_screens_and_old_scanners_are_drawn(tmp_path: Path, kind: str, form: str) -> None:
    path = tmp_path / "picture"
    page = Image.new("RGB", (400, 200), "white")
    page.paste("black", (0, 0, 100, 100))
    page.save(path, form)

    drawn = opened(render_page(path, kind, 1, width=400))

    assert dark(drawn, 0.1, 0.2)
    assert not dark(drawn, 0.8, 0.8)
    with pytest.raises(TooManyPixelsError):
        render_page(path, kind, 1, width=400, max_pixels=70_000)


def test_the_first_picture_of_an_animation_is_its_only_page(tmp_path: Path) -> None:
    path = tmp_path / "animated.gif"
    frames = [Image.new("L", (40, 40), shade) for shade in ("white", "black")]
    frames[0].save(path, save_all=True, append_images=frames[1:])

    assert not dark(opened(render_page(path, "image/gif", 1, width=40)), 0.5, 0.5)
    with pytest.raises(DocumentError, match="no page 2"):
        render_page(path, "image/gif", 2, width=40)
