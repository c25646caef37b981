"""Decodes the codes of one page picture with zxing-cpp; runs in the sandboxed page process.

Only what can carry an invoice's data is searched: matrix codes, PDF417, and the two bar codes that fiscal authorities
and banks print (Code 128, ITF). A damaged code is not reported: each symbology has its own error correction and check.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import ceil

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

SOFTENED = 1.2
"""Pixels of blur. Printers and scanners leave white gaps in a module; blurred they close (2 of 20 scanned receipts)."""

SMALL_PICTURE = 2_500_000
"""Pixels up to which a whole picture is searched enlarged; of a larger one only the places of damaged codes."""

MOST_DAMAGED = 4

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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A code or the place of one that could not be decoded (null), box in pixels of the picture that was searched."""

    format: CodeFormat
    text: str | None
    box: Box


def read_codes(picture: Picture, *, thorough: bool) -> tuple[PageCode, ...]:
    """The codes of the picture from top to bottom, boxes in 0..1 of the picture as it is. `thorough`: a scan or photo,
    searched again softened and then enlarged as long as it shows no matrix code. Safe for any picture; a damaged one
    has no codes."""
    Image.MAX_IMAGE_PIXELS = None  # the resolution was limited before; the memory limit bounds the rest
    with Image.open(picture.path) as opened:
        grey = opened.convert("L")
    found = _search(grey)
    if thorough and not _has_matrix_code(found):
        found += _search(grey.filter(ImageFilter.GaussianBlur(SOFTENED)))
    if thorough and not _has_matrix_code(found):
        found += [one for area in _areas_to_enlarge(grey, found) for one in _search_enlarged(grey, area)]
    codes: list[PageCode] = []
    for one in found:
        again = any(one.text == code.text and _overlap(one.box, code.box, grey) for code in codes)
        if one.text is not None and not again:
            codes.append(PageCode(format=one.format, text=one.text, box=_shares(one.box, grey.width, grey.height)))
    return tuple(sorted(codes, key=lambda code: (code.box.y0, code.box.x0))[:MOST_CODES])


def _search(grey: Image.Image) -> list[_Found]:
    import zxingcpp

    found = []
    for code in zxingcpp.read_barcodes(
        grey,
        formats=zxingcpp.barcode_formats_from_str("|".join(FORMATS)),
        text_mode=zxingcpp.TextMode.Plain,
        try_invert=False,
        return_errors=True,
    ):
        kind, text = FORMATS.get(code.format.name), code.text if code.valid else None
        if kind is None or text == "" or (text is not None and not _may_carry_an_invoice(kind, text)):
            continue
        at = code.position
        corners = [at.top_left, at.top_right, at.bottom_right, at.bottom_left]
        xs, ys = [corner.x for corner in corners], [corner.y for corner in corners]
        found.append(_Found(format=kind, text=text, box=Box(min(xs), min(ys), max(xs), max(ys))))
    return found


def _may_carry_an_invoice(kind: CodeFormat, text: str) -> bool:
    if len(text.encode()) > LONGEST_CODE:
        return False
    return kind not in BAR_FORMATS.values() or len(text) >= SHORTEST_BAR_CODE


def _has_matrix_code(found: Iterable[_Found]) -> bool:
    return any(one.text is not None and one.format in MATRIX_FORMATS.values() for one in found)


def _areas_to_enlarge(grey: Image.Image, found: Iterable[_Found]) -> list[Box]:
    """The whole of a small picture, whose modules are perhaps two pixels wide, else what looks like damaged codes."""
    if grey.width * grey.height <= SMALL_PICTURE:
        return [Box(0, 0, grey.width, grey.height)]
    damaged = [one.box for one in found if one.text is None and one.format in MATRIX_FORMATS.values()]
    areas = []
    for box in damaged[:MOST_DAMAGED]:
        margin = max(box.x1 - box.x0, box.y1 - box.y0) / 4
        area = Box(
            max(0, box.x0 - margin),
            max(0, box.y0 - margin),
            min(grey.width, box.x1 + margin),
            min(grey.height, box.y1 + margin),
        )
        if (area.x1 - area.x0) * (area.y1 - area.y0) <= SMALL_PICTURE:
            areas.append(area)
    return areas


def _search_enlarged(grey: Image.Image, area: Box) -> list[_Found]:
    """Doubled and sharpened: reads modules of 1.7 pixels, where the picture itself needs 2.5."""
    left, top = int(area.x0), int(area.y0)
    cut = grey.crop((left, top, ceil(area.x1), ceil(area.y1)))
    large = cut.resize((cut.width * 2, cut.height * 2), Image.Resampling.BICUBIC)
    return [
        replace(one, box=Box(*(edge / 2 + shift for edge, shift in zip(one.box, (left, top, left, top), strict=True))))
        for one in _search(large.filter(ImageFilter.UnsharpMask(radius=3, percent=250, threshold=0)))
    ]


def _overlap(pixels: Box, shares: Box, grey: Image.Image) -> bool:
    one = _shares(pixels, grey.width, grey.height)
    return one.x0 < shares.x1 and shares.x0 < one.x1 and one.y0 < shares.y1 and shares.y0 < one.y1


def _shares(box: Box, width: int, height: int) -> Box:
    return Box(_share(box.x0, width), _share(box.y0, height), _share(box.x1, width), _share(box.y1, height))


def _share(pixel: float, size: int) -> float:
    return min(1.0, max(0.0, pixel / max(1, size)))
