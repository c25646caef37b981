"""Decodes the codes of one page picture with zxing-cpp; runs in the sandboxed page process.

Only what can carry an invoice's data is searched: matrix codes, PDF417, and the two bar codes that fiscal authorities
and banks print (Code 128, ITF). A damaged code is not reported: each symbology has its own error correction and check.
"""

from collections.abc import Iterable, Iterator, Mapping

from PIL import Image, ImageFilter

from functions.ocr.engines.engine import Picture
from shared.domain.document import Box, CodeFormat, PageCode

MOST_CODES = 20
"""Codes kept of a page; a sheet of labels has hundreds."""

LONGEST_CODE = 8192
"""Bytes of one code: a QR code holds 2953 bytes or 7089 digits."""

SHORTEST_BAR_CODE = 20
"""Characters of a bar code that carries an invoice's data; shorter ones are articles, parcels and loyalty cards, and a
table's rules are misread as an ITF of a few digits."""

# Printers and scanners leave white gaps in a module; blurred by about a pixel they close (2 of 20 scanned receipts).
SOFTENED = 1.2

MATRIX_FORMATS: Mapping[str, CodeFormat] = {
    "QRCode": CodeFormat.QR,
    "MicroQRCode": CodeFormat.MICRO_QR,
    "Aztec": CodeFormat.AZTEC,
    "DataMatrix": CodeFormat.DATA_MATRIX,
    "PDF417": CodeFormat.PDF417,
    "CompactPDF417": CodeFormat.PDF417,
}
BAR_FORMATS: Mapping[str, CodeFormat] = {"Code128": CodeFormat.CODE128, "ITF": CodeFormat.ITF}
FORMATS = {**MATRIX_FORMATS, **BAR_FORMATS}


def read_codes(picture: Picture, *, thorough: bool) -> tuple[PageCode, ...]:
    """The codes of the picture from top to bottom, boxes in 0..1 of the picture as it is. `thorough`: a scan or photo,
    searched a second time softened if it shows no matrix code. Safe for any picture; finds nothing in a damaged one."""
    Image.MAX_IMAGE_PIXELS = None  # the resolution was limited before; the memory limit bounds the rest
    with Image.open(picture.path) as opened:
        grey = opened.convert("L")
    found = dict.fromkeys(_decoded(grey))
    if thorough and not any(code.format in MATRIX_FORMATS.values() for code in found):
        found |= dict.fromkeys(_decoded(grey.filter(ImageFilter.GaussianBlur(SOFTENED))))
    return tuple(sorted(found, key=lambda code: (code.box.y0, code.box.x0))[:MOST_CODES])


def _decoded(grey: Image.Image) -> Iterator[PageCode]:
    import zxingcpp

    for code in zxingcpp.read_barcodes(
        grey,
        formats=zxingcpp.barcode_formats_from_str("|".join(FORMATS)),
        text_mode=zxingcpp.TextMode.Plain,
        try_invert=False,
    ):
        kind = FORMATS.get(code.format.name)
        text = code.text
        if kind is None or not text or len(text.encode()) > LONGEST_CODE:
            continue
        if kind in BAR_FORMATS.values() and len(text) < SHORTEST_BAR_CODE:
            continue
        at = code.position
        yield PageCode(
            format=kind,
            text=text,
            box=_box([at.top_left, at.top_right, at.bottom_right, at.bottom_left], grey.width, grey.height),
        )


def _box(corners: Iterable[object], width: int, height: int) -> Box:
    xs, ys = zip(*((corner.x, corner.y) for corner in corners), strict=True)  # type: ignore[attr-defined]
    return Box(_share(min(xs), width), _share(min(ys), height), _share(max(xs), width), _share(max(ys), height))


def _share(pixel: float, size: int) -> float:
    return min(1.0, max(0.0, pixel / max(1, size)))
