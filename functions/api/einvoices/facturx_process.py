"""The sandboxed child that writes a Factur-X PDF: `python -m functions.api.einvoices.facturx_process`.

It reads `{"xml", "output"}` and either `{"pdf", "pages"}` or `{"pictures"}` as JSON, writes the file to `output`, and
prints one word: `written`, `password` or `damaged`. Only `facturx` calls it.
"""

import json
import sys
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import facturx  # type: ignore[import-untyped]
from lxml import etree
from PIL import Image, ImageCms
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, NumberObject, TextStringObject
from pypdfium2 import PdfDocument, PdfiumError, raw

from shared.domain.einvoice_syntax import EMBEDDED_NAMES

_PDFA_PART = "{http://www.aiim.org/pdfa/ns/id/}part"
_PDFA_NAMESPACE = "{http://www.aiim.org/pdfa/ns/id/}"
_A4_INCHES = 8.27
_JPEG_QUALITY = 85
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def write(job: dict[str, Any]) -> str:
    """The word to print."""
    if "pictures" in job:
        pdf, claims = _of_pictures(job["pictures"]), True
    else:
        try:
            pdf = _opened(job["pdf"], job["pages"])
        except PdfiumError as error:
            return "password" if error.err_code == raw.FPDF_ERR_PASSWORD else "damaged"
        claims = _claims_pdfa(pdf)
    made = BytesIO(
        facturx.generate_from_binary(
            pdf,
            Path(job["xml"]).read_bytes(),
            flavor="factur-x",
            level="en16931",
            attachments=_other_files(pdf),
            xmp_compression=False,
        )
    )
    writer = PdfWriter(clone_from=made)
    if not claims:
        _remove_claim(writer)
    writer.generate_file_identifiers()
    writer.write(job["output"])
    return "written"


def _opened(path: str, pages: Sequence[int] | None) -> bytes:
    """The PDF as pdfium writes it: with what was damaged mended, and without protection."""
    document = PdfDocument(path)
    if pages is not None:
        whole, document = document, PdfDocument.new()
        document.import_pages(whole, list(range(pages[0] - 1, pages[1])))
    copy = BytesIO()
    document.save(copy, flags=raw.FPDF_REMOVE_SECURITY)
    return copy.getvalue()


def _claims_pdfa(pdf: bytes) -> bool:
    """Whether its metadata say that it is PDF/A, of any part."""
    catalog: Any = PdfReader(BytesIO(pdf)).root_object
    if "/Metadata" not in catalog:
        return False
    try:
        root = etree.fromstring(catalog["/Metadata"].get_object().get_data().strip(), _PARSER)
    except etree.XMLSyntaxError:
        return False
    return any(_PDFA_PART in (one.tag, *one.attrib) for one in root.iter(etree.Element))


def _remove_claim(writer: PdfWriter) -> None:
    catalog: Any = writer.root_object
    stream = catalog["/Metadata"].get_object()
    root = etree.fromstring(stream.get_data(), _PARSER)
    for one in list(root.iter(f"{_PDFA_NAMESPACE}*")):
        parent = one.getparent()
        if parent is not None:
            parent.remove(one)
    stream.set_data(etree.tostring(root.getroottree(), encoding="utf-8"))


def _other_files(pdf: bytes) -> dict[str, dict[str, Any]]:
    """The files inside that are no e-invoice: the library writes a new list of files."""
    files = PdfReader(BytesIO(pdf)).attachments
    others = {name: contents[0] for name, contents in files.items() if name.lower() not in EMBEDDED_NAMES and contents}
    return {name: {"filedata": content} for name, content in others.items()}


def _of_pictures(paths: Sequence[str]) -> bytes:
    """A page for each picture, within the colours of sRGB, which PDF/A-3 wants to be said (ISO 19005-3, 6.2.3)."""
    pages = [_on_white(Image.open(path)) for path in paths]
    made = BytesIO()
    dpi = pages[0].width / _A4_INCHES
    pages[0].save(made, "PDF", save_all=True, append_images=pages[1:], resolution=dpi, quality=_JPEG_QUALITY)
    writer = PdfWriter(clone_from=made)
    plain = DecodedStreamObject()
    plain.set_data(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile = plain.flate_encode()
    profile[NameObject("/N")] = NumberObject(3)
    intent = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/OutputIntent"),
            NameObject("/S"): NameObject("/GTS_PDFA1"),
            NameObject("/OutputConditionIdentifier"): TextStringObject("sRGB"),
            NameObject("/DestOutputProfile"): writer._add_object(profile),
        }
    )
    writer.root_object[NameObject("/OutputIntents")] = ArrayObject([intent])
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def _on_white(picture: Image.Image) -> Image.Image:
    """Without transparency."""
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    page = Image.new("RGBA", picture.size, "white")
    page.alpha_composite(picture.convert("RGBA"))
    return page.convert("RGB")


if __name__ == "__main__":
    sys.stdout.write(write(json.load(sys.stdin)))
