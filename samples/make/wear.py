"""Simulates paper: a skewed, noisy scan; a phone photo; a fax."""

import io

import numpy as np
from numpy.typing import NDArray
from pdf2image import convert_from_bytes
from PIL import Image, ImageFilter
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

_ORIENTATION = 0x0112  # EXIF tag; 6: the camera was turned, show it a quarter turn clockwise

_TERMS = (
    "",
    "1. Les devis sont gratuits et restent valables trois mois.",
    "2. Le matériel posé est garanti deux ans, la main-d'œuvre un an, à compter de la fin des travaux.",
    "3. Toute réclamation doit parvenir par écrit dans les huit jours qui suivent la réception.",
    "4. Les travaux supplémentaires font l'objet d'un accord écrit du client avant leur exécution.",
    "5. En cas de retard de paiement, des intérêts au taux légal sont dus sans mise en demeure.",
    "6. Le matériel livré reste la propriété de l'entreprise jusqu'au paiement complet.",
)


def scanned(pdf: bytes) -> bytes:
    """The first page as a 300 dpi grey scan within a PDF: skewed by 1.3°, grainy, slightly blurred, off-white paper."""
    page = convert_from_bytes(pdf, dpi=300, first_page=1, last_page=1)[0].convert("L")
    page = page.rotate(1.3, Image.Resampling.BICUBIC, fillcolor=255).filter(ImageFilter.GaussianBlur(0.9))
    grey = np.asarray(page, dtype=np.float32)
    noise = np.random.default_rng(20261021).normal(0, 1, grey.shape).astype(np.float32)
    worn = np.clip(grey * 0.86 + 26 + noise * 4.0 + _edge_shade(grey.shape), 0, 255)
    # Like a scanner's driver, smooth before compressing; otherwise the grain alone takes megabytes.
    smooth = Image.fromarray(worn.astype(np.uint8)).filter(ImageFilter.GaussianBlur(0.7))
    picture = io.BytesIO()
    smooth.save(picture, "JPEG", quality=34, dpi=(300, 300))
    picture.seek(0)
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4, invariant=1)
    canvas.drawImage(ImageReader(picture), 0, 0, *A4)
    canvas.save()
    return target.getvalue()


def photographed(pdf: bytes) -> bytes:
    """The first page as a phone photo (JPEG): on a table, in perspective, with a shadow, stored rotated by 90° with the
    EXIF orientation that corrects it."""
    page = convert_from_bytes(pdf, dpi=200, first_page=1, last_page=1)[0].convert("RGB")
    page = page.crop((0, 0, page.width, int(page.height * 0.62)))
    width, height = 1800, 1400
    corners = ((150, 110), (1640, 62), (1725, 1290), (88, 1330))
    paper = page.transform(
        (width, height), Image.Transform.PERSPECTIVE, _perspective(corners, page.size), Image.Resampling.BICUBIC,
        fillcolor=(0, 0, 0),
    )  # fmt: skip
    mask = Image.new("L", page.size, 255).transform(
        (width, height), Image.Transform.PERSPECTIVE, _perspective(corners, page.size), Image.Resampling.BICUBIC
    )
    photo = Image.composite(paper, _table(width, height), mask)
    colours = np.asarray(photo, dtype=np.float32) * _light(width, height)[:, :, None] * (1.0, 0.97, 0.90)
    grain = np.random.default_rng(20261112).normal(0, 3.0, colours.shape)
    shot = Image.fromarray(np.clip(colours + grain, 0, 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(0.6))
    exif = Image.Exif()
    exif[_ORIENTATION] = 6
    target = io.BytesIO()
    shot.transpose(Image.Transpose.ROTATE_90).save(target, "JPEG", quality=62, exif=exif, dpi=(72, 72))
    return target.getvalue()


def faxed(pdf: bytes) -> bytes:
    """All pages as a black and white TIFF of fax quality (204 x 196 dpi, CCITT group 4), with the general terms
    as a last page."""
    papers = [page for document in (pdf, _general_terms()) for page in convert_from_bytes(document, dpi=200)]
    pages = [page.convert("L").resize((1728, 2292)) for page in papers]
    bits = [page.point(lambda level: 255 if level > 150 else 0).convert("1") for page in pages]
    target = io.BytesIO()
    bits[0].save(
        target, "TIFF", compression="group4", save_all=True, append_images=bits[1:], dpi=(204, 196)
    )  # fmt: skip
    return target.getvalue()


def _general_terms() -> bytes:
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4, invariant=1)
    text = canvas.beginText(60, 760)
    text.setFont("Serif-Bold", 13)
    text.textLine("Conditions générales de vente")
    text.setFont("Serif", 10.5)
    text.setLeading(17)
    for line in _TERMS:
        text.textLine(line)
    canvas.drawText(text)
    canvas.save()
    return target.getvalue()


def _edge_shade(shape: tuple[int, ...]) -> NDArray[np.float32]:
    """A lid that is not closed: darker towards the right edge."""
    columns = np.linspace(0, 1, shape[1], dtype=np.float32)
    return np.broadcast_to(-22 * np.clip(columns - 0.9, 0, 1) * 10, shape)


def _light(width: int, height: int) -> NDArray[np.float32]:
    """A lamp at the upper left and the soft shadow of the hand with the phone."""
    x, y = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, 1, height))
    lamp = 1.02 - 0.28 * np.hypot(x - 0.25, y - 0.2)
    shadow = 1 - 0.30 / (1 + np.exp(-(x * 0.9 + y * 1.1 - 1.45) * 14))
    return (lamp * shadow).astype(np.float32)


def _table(width: int, height: int) -> Image.Image:
    """Dark wood."""
    rng = np.random.default_rng(7)
    grain = np.cumsum(rng.normal(0, 1.2, height))[:, None] + rng.normal(0, 2.5, (height, width))
    base = np.array((92, 66, 45), dtype=np.float32)
    return Image.fromarray(np.clip(base + grain[:, :, None], 0, 255).astype(np.uint8))


def _perspective(corners: tuple[tuple[int, int], ...], size: tuple[int, int]) -> list[float]:
    """Pillow's eight perspective coefficients from the photo's corners to a page of this size."""
    width, height = size
    source = ((0, 0), (width, 0), (width, height), (0, height))
    rows, values = [], []
    for (x, y), (u, v) in zip(corners, source, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    return [float(value) for value in np.linalg.solve(np.array(rows, dtype=float), np.array(values, dtype=float))]
