"""Scans, faxes and photos of documents that were printed before: what a text layer says must then be read by OCR."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray
from pdf2image import convert_from_path
from PIL import Image, ImageFilter
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

WORN = "generated_worn"
Wear = Callable[[Image.Image, Random], tuple[bytes, str]]


def write_worn(out: Path, seed: int, count: int) -> int:
    """Wears `count` of the folder's one-page documents, in turn as scan, fax and photo. Returns how many there are."""
    rng = Random(f"{seed}/worn")
    folder = out / WORN
    folder.mkdir(parents=True, exist_ok=True)
    printed = sorted(path for path in out.glob("generated_*/*.truth.json") if path.parent.name != WORN)
    written = 0
    for truth in rng.sample(printed, len(printed)):
        content = json.loads(truth.read_text(encoding="utf-8"))
        if written == count:
            break
        pages = convert_from_path(truth.parent / content["file"], dpi=200, last_page=2)
        if len(pages) > 1:
            continue
        name, wear = list(WAYS.items())[written % len(WAYS)]
        data, suffix = wear(pages[0].convert("RGB"), rng)
        target = folder / f"{name}-{truth.name.removesuffix('.truth.json')}{suffix}"
        target.write_bytes(data)
        content["file"] = target.name
        content["meta"] |= {"set": WORN, "text_layer": "none", "worn": name}
        target.with_name(f"{target.stem}.truth.json").write_text(
            json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
        written += 1
    return written


def scanned(page: Image.Image, rng: Random) -> tuple[bytes, str]:
    """A grey, skewed, grainy scan as a JPEG within a PDF; folded now and then."""
    grey = page.convert("L").rotate(rng.uniform(-1.8, 1.8), Image.Resampling.BICUBIC, fillcolor=255)
    pixels = _grainy(
        grey.filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 0.9))), rng, rng.uniform(2, 6)
    ) * rng.uniform(0.82, 0.97)
    if rng.random() < 0.3:
        pixels *= _fold(pixels.shape[0], rng)[:, None]
    shade = np.linspace(1, rng.uniform(0.85, 1), pixels.shape[1])
    picture = io.BytesIO()
    Image.fromarray(np.clip(pixels * shade, 0, 255).astype(np.uint8)).save(picture, "JPEG", quality=rng.randint(30, 75))
    size = (page.width * 72 / 200, page.height * 72 / 200)
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=size, invariant=1)
    canvas.drawImage(ImageReader(picture), 0, 0, *size)
    canvas.save()
    return target.getvalue(), ".pdf"


def faxed(page: Image.Image, rng: Random) -> tuple[bytes, str]:
    """Black and white at fax resolution, with specks."""
    grey = (
        page.convert("L").rotate(rng.uniform(-0.8, 0.8), Image.Resampling.BICUBIC, fillcolor=255).resize((1728, 2292))
    )
    pixels = _grainy(grey, rng, 12)
    bits = Image.fromarray(np.where(pixels > rng.randint(135, 175), 255, 0).astype(np.uint8)).convert("1")
    target = io.BytesIO()
    bits.save(target, "TIFF", compression="group4", dpi=(204, 196))
    return target.getvalue(), ".tif"


def photographed(page: Image.Image, rng: Random) -> tuple[bytes, str]:
    """On a table, in perspective, with a shadow."""
    width, height = page.size
    sheet = page.resize((int(width * 0.92), int(height * 0.92)))
    table = Image.new("RGB", (width, height), rng.choice(((92, 66, 45), (60, 60, 64), (120, 110, 96))))
    table.paste(sheet, (int(width * 0.04), int(height * 0.04)))
    lean = [rng.uniform(-0.03, 0.03) for _ in range(8)]
    corners = [
        (0 + lean[0], 0 + lean[1]),
        (1 + lean[2], 0 + lean[3]),
        (1 + lean[4], 1 + lean[5]),
        (0 + lean[6], 1 + lean[7]),
    ]
    quad = [value for x, y in (corners[0], corners[3], corners[2], corners[1]) for value in (x * width, y * height)]
    shot = table.transform((width, height), Image.Transform.QUAD, quad, Image.Resampling.BICUBIC)
    pixels = np.asarray(shot.filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 0.8))), dtype=np.float32)
    x, y = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, 1, height))
    lamp = 1.04 - rng.uniform(0.1, 0.35) * np.hypot(x - rng.random(), y - rng.random())
    grain = np.random.default_rng(rng.getrandbits(32)).normal(0, 3, pixels.shape)
    target = io.BytesIO()
    Image.fromarray(np.clip(pixels * lamp[:, :, None] + grain, 0, 255).astype(np.uint8)).save(
        target, "JPEG", quality=rng.randint(50, 85)
    )
    return target.getvalue(), ".jpg"


WAYS: dict[str, Wear] = {"scan": scanned, "photo": photographed, "fax": faxed}


def _grainy(image: Image.Image, rng: Random, strength: float) -> NDArray[np.float32]:
    pixels = np.asarray(image, dtype=np.float32)
    noise = np.random.default_rng(rng.getrandbits(32)).normal(0, strength, pixels.shape).astype(np.float32)
    return pixels + noise


def _fold(height: int, rng: Random) -> NDArray[np.float32]:
    """Dark lines where a letter was folded in three."""
    rows = np.linspace(0, 1, height, dtype=np.float32)
    shade = np.ones_like(rows)
    for at in (1 / 3, 2 / 3):
        shade -= np.float32(0.25) * np.exp(-(((rows - np.float32(at + rng.uniform(-0.02, 0.02))) * 400) ** 2))
    return shade
