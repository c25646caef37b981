"""A sandboxed child that takes the attached files out of an XML invoice: `python -m shared.adapters.attachments_process
FILE FOLDER`.

It writes each file to FOLDER under its number, from 1, and answers a JSON list of `{"filename", "reference",
"media_type", "description", "size"}` on stdout, or `{"error": sentence}`. Only `attachments` calls it.
"""

import base64
import binascii
import json
import re
import sys
from pathlib import Path
from typing import Any

from lxml import etree

from shared.adapters.einvoice_tree import parse_einvoice_tree
from shared.domain.einvoice_syntax import ATTACHED_FILE_ELEMENTS
from shared.domain.signed_data import is_signed_data, signed_content
from shared.errors import DocumentError

MOST_FILES = 100
_ANCESTORS = 2  # UBL: Attachment, AdditionalDocumentReference
# Where the formats say what the file is, beside it or beside its group: UBL, CII, FatturaPA, Facturae.
_NAMES = ("NomeAttachment",)
_MEDIA_TYPES = ("FormatoAttachment", "AttachmentFormat")
_DESCRIPTIONS = ("DocumentDescription", "Name", "DescrizioneAttachment", "AttachmentDescription")
_REFERENCES = ("ID", "IssuerAssignedID")
_LONGEST = 200
_BLANKS = re.compile(r"\s+")


def extract(content: bytes, folder: Path) -> list[dict[str, Any]]:
    """The files inside, in order; what is no base64 is passed over. Raises DocumentError."""
    if is_signed_data(content):
        content = signed_content(content)
    found: list[dict[str, Any]] = []
    for element in parse_einvoice_tree(content, with_files=True).root.iter(etree.Element):
        if etree.QName(element).localname not in ATTACHED_FILE_ELEMENTS or len(element):
            continue
        try:
            file = base64.b64decode(_BLANKS.sub("", element.text or ""), validate=True)
        except (binascii.Error, ValueError):
            continue
        if not file:
            continue
        found.append(_described(element) | {"size": len(file)})
        (folder / str(len(found))).write_bytes(file)
        if len(found) == MOST_FILES:
            break
    return found


def _described(element: etree._Element) -> dict[str, str | None]:
    return {
        "filename": element.get("filename") or _beside(element, _NAMES),
        "reference": _beside(element, _REFERENCES),
        "media_type": element.get("mimeCode") or _beside(element, _MEDIA_TYPES),
        "description": _beside(element, _DESCRIPTIONS),
    }


def _beside(element: etree._Element, names: tuple[str, ...]) -> str | None:
    """The text of the nearest element of one of these names beside this one or its group."""
    owner: etree._Element | None = element
    for _ in range(_ANCESTORS):
        owner = owner.getparent() if owner is not None else None
        if owner is None:
            return None
        for name in names:
            text = next((" ".join((one.text or "").split()) for one in owner.iterchildren(f"{{*}}{name}")), "")
            if text:
                return text[:_LONGEST]
    return None


def main(path: str, folder: str) -> None:
    """Answers for one file."""
    answer: Any
    try:
        answer = extract(Path(path).read_bytes(), Path(folder))
    except DocumentError as error:
        answer = {"error": str(error)}
    print(json.dumps(answer))


if __name__ == "__main__":
    main(*sys.argv[1:3])
