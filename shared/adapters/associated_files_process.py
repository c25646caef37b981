"""A sandboxed child that finds the files associated with a PDF: `python -m shared.adapters.associated_files_process
PDF FOLDER`.

`pdfdetach` lists what stands in the name tree of embedded files. Files may also be associated (/AF) with the catalogue
or a page only, or be attached to a page as an annotation. Each is written to FOLDER under its index in the list of
names that is answered as JSON on stdout; one that is too large has a name and no file. Only `embedded_files` calls it.
"""

import json
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from shared.domain.xml_text import LARGEST_XML

MOST_FILES = 20
MOST_PAGES = 300
LARGEST_FILE = LARGEST_XML
"""Bytes of a file, as it is when it is unpacked: only its XML invoice is of use."""


def write_files(pdf: Path, folder: Path) -> list[str]:
    """The names of the files, in order."""
    from pypdf import PdfReader

    reader = PdfReader(pdf, strict=False)
    if reader.is_encrypted:
        reader.decrypt("")
    names: list[str] = []
    seen: set[int] = set()
    for specification in islice(_specifications(reader), 10 * MOST_FILES):
        embedded = _embedded(specification)
        if embedded is None or id(embedded) in seen:
            continue
        seen.add(id(embedded))
        content = embedded.get_data()
        if len(content) <= LARGEST_FILE:
            (folder / str(len(names))).write_bytes(content)
        names.append(str(_object(specification.get("/UF", specification.get("/F", "")))))
        if len(names) == MOST_FILES:
            break
    return names


def _embedded(specification: Any) -> Any:
    """The stream of the file inside, None for a reference to a file elsewhere."""
    files: Any = _object(specification.get("/EF")) if _is_dictionary(specification) else None
    stream = _object(files.get("/F", files.get("/UF"))) if _is_dictionary(files) else None
    return stream if hasattr(stream, "get_data") else None


def _specifications(reader: Any) -> Iterator[Any]:
    """The file specifications of the catalogue, then of each page and its annotations."""
    yield from _associated(_object(reader.trailer["/Root"]))
    for page in islice(reader.pages, MOST_PAGES):
        yield from _associated(page)
        for annotation in _list(page.get("/Annots")):
            if _is_dictionary(annotation) and annotation.get("/Subtype") == "/FileAttachment":
                yield _object(annotation.get("/FS"))


def _associated(owner: Any) -> Iterator[Any]:
    yield from (one for one in _list(owner.get("/AF")) if _is_dictionary(one))


def _list(value: Any) -> list[Any]:
    """The items of an array, or the one object that stands in its place."""
    found = _object(value)
    items = found if isinstance(found, list) else [] if found is None else [found]
    return [_object(item) for item in items[: 10 * MOST_FILES]]


def _object(value: Any) -> Any:
    """What a reference leads to."""
    return value.get_object() if hasattr(value, "get_object") else value


def _is_dictionary(value: Any) -> bool:
    return isinstance(value, dict)


def main(pdf: str, folder: str) -> int:
    """Answers 1 for a PDF that pypdf cannot read; the reason goes to stderr."""
    try:
        names = write_files(Path(pdf), Path(folder))
    except Exception as error:  # noqa: BLE001 - pypdf raises anything at broken files; the process ends here
        print(repr(error), file=sys.stderr)
        return 1
    print(json.dumps(names))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
