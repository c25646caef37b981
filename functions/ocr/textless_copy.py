"""A copy of a PDF that draws everything but its text, and what its objects say about the file.

The copy is the file with an incremental update (ISO 32000-1, 7.5.6): each object that is or holds a font is written
again, with fonts whose glyphs are empty, and each form field without its text, which may be drawn anew from its value.
The streams stay as they are, so images, lines and fills are drawn exactly where they were, and what differs between
the drawings of the two files is what the text adds to the page. Only the looking process calls this.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from itertools import groupby
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PdfReadError
from pypdf.generic import (
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    TextStringObject,
    read_object,
)

from functions.ocr.looks import FileFacts
from functions.ocr.lying_maps import replaces_text, text_may_lie

# Invoices have tens or hundreds of objects. A file with more than these is compared without a copy.
MOST_OBJECTS = 20_000
# Fonts are rarely written inside other objects, and then one or two levels down.
DEEPEST = 8
# Bytes of a compressed content stream that is searched; those of an invoice have some thousand.
LARGEST_CONTENTS = 500_000
NO_CONTENTS = frozenset(("/Image", "/XML", "/Type1C", "/CIDFontType0C", "/OpenType"))
DRAWN_BY_CODE = frozenset(("/CIDFontType0", "/CIDFontType2"))
FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
MARKS_OF_FILES = frozenset(("/EF", "/AF", "/EmbeddedFiles"))
DRAWING_FONTS = frozenset(("/Type0", "/Type1", "/MMType1", "/TrueType", "/Type3"))
EMPTY_FONT = (
    b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 0 0] /FontMatrix [0.001 0 0 0.001 0 0] /CharProcs << >> "
    b"/Encoding << /Type /Encoding /Differences [] >> /FirstChar 0 /LastChar 0 /Widths [0] /Resources << >> >>"
)
CROSS_REFERENCES = re.compile(rb"startxref\s+(\d+)")

ObjectId = tuple[int, int]
"""Number and generation."""


def without_text(content: bytes) -> tuple[bytes, FileFacts]:
    """The copy and what is known about the file. Raises whatever pypdf raises at broken files."""
    reader = PdfReader(BytesIO(content), strict=False)
    if reader.is_encrypted:
        reader.decrypt("")
    known = _known(reader)
    objects = dict(_readable(reader, known))
    dictionaries = [one for held in objects.values() for one in _dictionaries(held, DEEPEST)]
    facts = FileFacts(
        xfa_form=_is_xfa_form(reader),
        text_may_lie=any(_may_lie(held) for held in objects.values()),
        fonts_missing=any(_may_be_missing(one, objects) for one in dictionaries),
        may_hold_files=(
            any(not MARKS_OF_FILES.isdisjoint(one) for one in dictionaries)
            # Poppler, which takes the files out, may find objects that pypdf has dropped: its table points beside them.
            or len(objects) < len(known)
            or any(mark.encode() in content for mark in MARKS_OF_FILES)
        ),
    )
    copy = content + _update(content, reader, dict(_without_glyphs(objects, encrypted=reader.is_encrypted)))
    return copy, facts


def _is_xfa_form(reader: Any) -> bool:
    """Whether a program that knows XFA shows something else than the pages: a dynamic form. The pages of a static one
    are complete, with a field (widget) for each of its own."""
    form = reader.trailer["/Root"].get_object().get("/AcroForm")
    if form is None or "/XFA" not in form.get_object():
        return False
    fields = form.get_object().get("/Fields")
    return not fields or not fields.get_object() or not any("/Annots" in page for page in reader.pages)


def _known(reader: Any) -> list[ObjectId]:
    """The objects of the file in order. Raises ValueError for too many."""
    known = {(number, generation) for generation, table in reader.xref.items() for number in table}
    known |= {(number, 0) for number in reader.xref_objStm}
    if len(known) > MOST_OBJECTS:
        raise ValueError(f"the file has {len(known)} objects")
    return sorted(known)


def _readable(reader: Any, known: Sequence[ObjectId]) -> Iterator[tuple[ObjectId, Any]]:
    """Those that pypdf can read."""
    for number, generation in known:
        try:
            held = reader.get_object(IndirectObject(number, generation, reader))
        except (PdfReadError, ValueError, RecursionError):  # a broken object that no page may need
            continue
        yield (number, generation), held


def _without_glyphs(objects: Mapping[ObjectId, Any], *, encrypted: bool) -> Iterator[tuple[ObjectId, bytes]]:
    """The new bodies of the objects that hold fonts."""
    for object_id, held in objects.items():
        if _is_font(held):
            yield object_id, EMPTY_FONT
        elif not encrypted and (_is_filled(held) or _holds_font(held, DEEPEST)):
            # The strings of an encrypted file would have to be encrypted again.
            body = BytesIO()
            _emptied(held, DEEPEST).write_to_stream(body)
            yield object_id, body.getvalue()


def _may_lie(held: Any) -> bool:
    """Whether it is a font or a content stream whose text may be another than what is drawn."""
    try:
        if text_may_lie(held):
            return True
        is_stream = hasattr(held, "get_data") and held.get("/Subtype") not in NO_CONTENTS and "/Length1" not in held
        return is_stream and len(held._data) <= LARGEST_CONTENTS and replaces_text(held.get_data())
    except Exception:  # noqa: BLE001 - pypdf raises anything at broken objects; one that says nothing cannot lie
        return False


def _is_font(held: Any) -> bool:
    return isinstance(held, dict) and held.get("/Type") == "/Font" and held.get("/Subtype") in DRAWING_FONTS


def _is_filled(held: Any) -> bool:
    """Whether it is a form field with text."""
    return isinstance(held, dict) and isinstance(held.get("/V"), str) and ("/FT" in held or "/T" in held)


def _may_be_missing(held: Mapping[str, Any], objects: Mapping[ObjectId, Any]) -> bool:
    if held.get("/Type") != "/Font" or held.get("/Subtype") not in DRAWN_BY_CODE:
        return False
    described = held.get("/FontDescriptor")
    if isinstance(described, IndirectObject):
        described = objects.get((described.idnum, described.generation))
    return not isinstance(described, dict) or not any(name in described for name in FONT_FILES)


def _dictionaries(held: Any, levels: int) -> Iterator[Mapping[str, Any]]:
    """It and those written inside it."""
    if isinstance(held, dict):
        yield held
    if levels:
        for one in _inside(held):
            yield from _dictionaries(one, levels - 1)


def _holds_font(held: Any, levels: int) -> bool:
    """Whether a font is written inside it, and not as an object of its own."""
    return levels > 0 and any(_is_font(one) or _holds_font(one, levels - 1) for one in _inside(held))


def _inside(held: Any) -> list[Any]:
    # The raw values: references are objects of their own, and are visited as such.
    return list(dict.values(held)) if isinstance(held, dict) else list(held) if isinstance(held, list) else []


def _emptied(held: Any, levels: int) -> Any:
    """The object with its fonts replaced and without the text of a field, in place."""
    if levels == 0:
        return held
    if _is_filled(held):
        held[NameObject("/V")] = TextStringObject("")
    places = list(dict.items(held)) if isinstance(held, dict) else list(enumerate(held))
    for place, one in places:
        if _is_font(one):
            dictionary: DictionaryObject = read_object(BytesIO(EMPTY_FONT), None)  # type: ignore[assignment]
            held[NameObject(place) if isinstance(held, dict) else place] = dictionary
        elif isinstance(one, dict | list):
            _emptied(one, levels - 1)
    return held


def _update(content: bytes, reader: Any, written: Mapping[ObjectId, bytes]) -> bytes:
    """The incremental update: objects, cross-reference table and trailer. Raises ValueError without an old table."""
    tables = CROSS_REFERENCES.findall(content[-2048:]) or CROSS_REFERENCES.findall(content)
    if not tables:
        raise ValueError("the file has no cross-reference table")
    # Places are counted from the header, which may have other bytes before it.
    header = max(0, content.find(b"%PDF-", 0, 1024))
    update = bytearray(b"\n")
    offsets: dict[ObjectId, int] = {}
    for (number, generation), body in written.items():
        offsets[number, generation] = len(content) + len(update) - header
        update += b"%d %d obj\n" % (number, generation) + body + b"\nendobj\n"
    start = len(content) + len(update) - header
    update += b"xref\n"
    for _, run in groupby(enumerate(sorted(offsets)), key=lambda one: one[1][0] - one[0]):
        ids = [object_id for _, object_id in run]
        update += b"%d %d\n" % (ids[0][0], len(ids))
        for number, generation in ids:
            update += b"%010d %05d n \n" % (offsets[number, generation], generation)
    update += b"trailer\n" + _trailer(reader, int(tables[-1])) + b"\nstartxref\n%d\n%%%%EOF\n" % start
    return bytes(update)


def _trailer(reader: Any, previous: int) -> bytes:
    kept = DictionaryObject(
        {
            NameObject(name): reader.trailer.raw_get(name)
            for name in ("/Size", "/Root", "/Encrypt", "/ID")
            if name in reader.trailer
        }
    )
    kept[NameObject("/Prev")] = NumberObject(previous)
    written = BytesIO()
    kept.write_to_stream(written)
    return written.getvalue()
