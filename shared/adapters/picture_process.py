"""A sandboxed child that decodes one picture of unknown origin: `python -m shared.adapters.picture_process '<json>'`.

It prints one JSON object: `{"frames", "width", "height", "dpi", "turned"}`, or `{"error": <fault>}` where the fault
is `damaged`, `pixels` or `frame`. Only `page_images` calls it.
"""

import json
import struct
import sys
from typing import TYPE_CHECKING, Any, cast

from shared.domain.document_types import DocumentType

if TYPE_CHECKING:
    from PIL import Image

FORMATS = {
    DocumentType.JPEG: ("JPEG", "MPO"),
    DocumentType.PNG: ("PNG",),
    DocumentType.TIFF: ("TIFF",),
    DocumentType.WEBP: ("WEBP",),
    DocumentType.HEIC: ("HEIF",),
    DocumentType.AVIF: ("AVIF",),
    DocumentType.GIF: ("GIF",),
    DocumentType.BMP: ("BMP", "DIB"),
}
"""The decoders of Pillow that a file of each type may need; no other is tried."""
# The EXIF orientations that turn and do not mirror, in degrees clockwise to upright.
EXIF_TURNS = {3: 180, 6: 90, 8: 270}
TRUSTED_DPI = range(100, 2401)  # 72 and 96 are the defaults of programs that do not know the resolution


class FaultError(Exception):
    """The picture cannot be decoded; the argument is the fault's word for the caller."""


def decode(
    path: str, content_type: str, number: int, rotation: int, width: int, max_pixels: int, keep_pixels: int, output: str
) -> dict[str, Any]:
    """Writes page `number` upright to `output` (PNG or PPM by its suffix), turned by `rotation` more.

    `width` scales to that width (0: unchanged, but at most `keep_pixels`). Returns the picture's properties; width and
    height are of the written file, dpi is 0 when unknown. Raises FaultError.
    """
    from PIL import Image

    if content_type == DocumentType.HEIC:
        import pi_heif

        pi_heif.register_heif_opener()
    Image.MAX_IMAGE_PIXELS = None  # our own limit is checked against the header below, before anything is decoded
    with Image.open(path, formats=FORMATS[DocumentType(content_type)]) as opened:
        # The other frames of an animation or of a camera's multi-picture file are not pages.
        frames = getattr(opened, "n_frames", 1) if content_type == DocumentType.TIFF else 1
        if not 1 <= number <= frames:
            raise FaultError("frame")
        opened.seek(number - 1)
        if opened.width * opened.height > max_pixels:
            raise FaultError("pixels")
        dpi = _dpi(opened)
        turned = EXIF_TURNS.get(_orientation(opened), 0)
        before = opened.width
        if content_type == DocumentType.JPEG and opened.width * opened.height > keep_pixels:
            opened.draft(None, (opened.width // 2, opened.height // 2))
        picture = _plain(opened)
    share = min(1.0, (keep_pixels / (picture.width * picture.height)) ** 0.5)
    if share < 1:
        picture = picture.resize((max(1, round(picture.width * share)), max(1, round(picture.height * share))))
    dpi *= picture.width / before
    if turn := (turned + rotation) % 360:
        # PIL counts anticlockwise.
        picture = picture.rotate(-turn, expand=True)
    if width:
        picture = picture.resize((width, max(1, round(picture.height * width / picture.width))))
    picture.save(output)
    return {"frames": frames, "width": picture.width, "height": picture.height, "dpi": dpi, "turned": turned}


def _plain(picture: "Image.Image") -> "Image.Image":
    """8 bits, grey or RGB, on white where it is transparent."""
    from PIL import Image

    if picture.mode.startswith(("I", "F")):
        exact = picture.convert("F")
        low, high = cast("tuple[float, float]", exact.getextrema())
        scale = 255 / (high - low) if high > low else 0
        return exact.point(lambda value: value * scale - low * scale).convert("L")
    if picture.mode in ("LA", "PA", "RGBA", "RGBa", "La") or "transparency" in picture.info:
        layer = picture.convert("RGBA")
        ground = Image.new("RGBA", layer.size, "white")
        return Image.alpha_composite(ground, layer).convert("RGB")
    return picture.convert("L" if picture.mode in ("1", "L") else "RGB")


def _dpi(picture: "Image.Image") -> float:
    """Dots per inch if the file states a plausible value, else 0."""
    try:
        dpi = float(picture.info.get("dpi", (0, 0))[0])
    except (TypeError, ValueError, ZeroDivisionError, IndexError):
        return 0.0
    return dpi if dpi == dpi and int(min(dpi, 1e6)) in TRUSTED_DPI else 0.0


def _orientation(picture: "Image.Image") -> int:
    """EXIF orientation 1..8; 1 when the EXIF block is missing or broken."""
    orientation_tag = 0x0112
    try:
        return int(picture.getexif().get(orientation_tag, 1))
    except (SyntaxError, ValueError, TypeError, KeyError, OSError, struct.error):
        return 1


def main() -> None:
    """Runs `decode` with the keyword arguments in the JSON of the only command line argument."""
    try:
        answer = decode(**json.loads(sys.argv[1]))
    except FaultError as fault:
        answer = {"error": str(fault)}
    except Exception as error:  # noqa: BLE001 - decoders raise anything on damaged files, and this process is for one
        answer = {"error": "damaged", "why": type(error).__name__}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
