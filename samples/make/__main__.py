"""`python -m samples.make [FOLDER]`: writes every sample, its truth and the bad files; the same bytes each time."""

import io
import json
import re
import sys
from pathlib import Path

from facturx import generate_from_binary  # type: ignore[import-untyped]
from pypdf import PdfReader

from functions.api.einvoices import cii, ubl
from samples.make import broken, wear
from samples.make.content import Sample, all_samples
from samples.make.in_parts import in_french_parts, in_parts
from samples.make.printing import printed
from samples.make.truth import truth

_SCAN, _PHOTO, _FAX, _FACTURX = "taller-scan-es", "osteria-photo-it", "plombier-fax-fr", "imprimerie-facturx-fr"


def document(sample: Sample) -> tuple[str, bytes, int]:
    """The file name, the bytes and the number of pages of one sample."""
    if sample.layout == "xml":
        return f"{sample.name}.xml", ubl(in_parts(sample.data)), 1
    pdf = printed(sample)
    pages = len(PdfReader(io.BytesIO(pdf)).pages)
    match sample.name:
        case name if name == _SCAN:
            return f"{name}.pdf", wear.scanned(pdf), 1
        case name if name == _PHOTO:
            return f"{name}.jpg", wear.photographed(pdf), 1
        case name if name == _FAX:
            return f"{name}.tif", wear.faxed(pdf), pages + 1
        case name if name == _FACTURX:
            return f"{name}.pdf", _with_xml(pdf, sample), pages
        case name:
            return f"{name}.pdf", pdf, pages


def bad_files(good_pdf: bytes) -> dict[str, bytes]:
    """The bad files by name."""
    return {
        "600-pages.pdf": broken.many_pages(),
        "cut-off.pdf": broken.cut_off(good_pdf),
        "empty.pdf": broken.empty(),
        "encrypted.pdf": broken.encrypted(),
        "huge-40000x40000.png": broken.picture_bomb(),
        "text.pdf": broken.text(),
    }


def _with_xml(pdf: bytes, sample: Sample) -> bytes:
    """The PDF with its Factur-X XML, validated against the schema. The creation time, which the library writes in three
    places, is set to the invoice's date for reproducible bytes."""
    xml = cii(in_french_parts(sample.data))
    made = generate_from_binary(pdf, xml, flavor="factur-x", level="en16931", lang="fr", xmp_compression=False)
    day = f"{sample.data.issue_date:%Y%m%d}".encode()
    made = re.sub(rb"(D\\072|D:)20\d{12}", lambda match: match[1] + day + b"090000", made)
    iso = f"{sample.data.issue_date:%Y-%m-%d}T09:00:00".encode()
    return re.sub(rb"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d", iso, made)


def main(folder: Path) -> None:
    """Writes everything below the folder."""
    (folder / "bad").mkdir(parents=True, exist_ok=True)
    for sample in all_samples():
        name, content, pages = document(sample)
        (folder / name).write_bytes(content)
        text = json.dumps(truth(sample, name, pages), indent=1, ensure_ascii=False)
        (folder / f"{sample.name}.truth.json").write_text(text + "\n")
        print(f"{len(content):>9,}  {name}")
    for name, content in bad_files(printed(all_samples()[0])).items():
        (folder / "bad" / name).write_bytes(content)
        print(f"{len(content):>9,}  bad/{name}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[1])
