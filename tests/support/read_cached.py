"""Documents read by the product's own reader, cached on disk: measuring extraction must not wait for OCR each time.

`python -m tests.support.read_cached FOLDER...` fills the cache.
"""

import hashlib
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from pydantic import TypeAdapter

from functions.extract.text_tasks import XmlFile
from functions.extract.xml_document import read_xml
from functions.ocr.options import ReadingOptions
from functions.ocr.page_codes import PageCodes, codes_of_pages, with_codes
from functions.ocr.reading import read_document
from functions.upload.content_type import HEAD_SIZE, sniff
from shared.domain.document import DocumentText, PageCode, dump_document_text, load_document_text
from shared.domain.document_types import XML_TYPES, type_of_extension
from shared.errors import DocumentError

# The product's defaults, in short: every language of OCR_LANGUAGES, the automatic choice of engine.
OPTIONS = ReadingOptions(languages="eng+spa+deu+fra+por+ita+nld", engine="auto", workers=2, page_timeout=180)
DEFAULT_FOLDER = Path(__file__).resolve().parents[2] / ".cache" / "reading"
_codes_codec: TypeAdapter[dict[int, tuple[PageCode, ...]]] = TypeAdapter(dict[int, tuple[PageCode, ...]])


def read_cached(path: Path) -> DocumentText:
    """The result of `read_file`, with its codes, from the cache if it was read before. Raises DocumentError."""
    kept = cache_file(path)
    if kept.is_file():
        document = load_document_text(kept.read_bytes())
    else:
        document = read_file(path, replace(OPTIONS, read_codes=False))
        write_whole(kept, dump_document_text(document))
    return with_codes(document, codes_cached(path, document, OPTIONS, kept.parent))


def read_file(path: Path, options: ReadingOptions) -> DocumentText:
    """The text of the file as the chain makes it: of an XML in extraction, of all else in reading."""
    kind = content_type(path)
    if kind in XML_TYPES:
        return read_xml(path.read_bytes(), XmlFile(content_type=kind, max_pages=options.max_pages)).text
    return read_document(path, kind, options)


def codes_cached(path: Path, document: DocumentText, options: ReadingOptions, folder: Path | None) -> PageCodes:
    """The codes of the file read as `document`, none of an XML; from the folder if there is one and they are there."""
    kind = content_type(path)
    if kind in XML_TYPES:
        return {}
    if folder is None:
        return codes_of_pages(path, kind, document.pages, options)
    key = hashlib.sha256(path.read_bytes() + options.codes_fingerprint().encode()).hexdigest()
    kept = folder / f"{key}.codes"
    if kept.is_file():
        return _codes_codec.validate_json(kept.read_bytes())
    codes = codes_of_pages(path, kind, document.pages, options)
    write_whole(kept, _codes_codec.dump_json(dict(codes)))
    return codes


def write_whole(kept: Path, content: bytes) -> None:
    """Write the file of a cache so that nobody sees a part of it."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    unfinished = kept.with_suffix(f".{os.getpid()}")
    unfinished.write_bytes(content)
    unfinished.replace(kept)


def content_type(path: Path) -> str:
    """The media type that an upload of the file has: by its content (a WebP may be called .jpg), else its extension.

    Raises ValueError."""
    with path.open("rb") as file:
        kind = sniff(file.read(HEAD_SIZE)) or type_of_extension(path.suffix)
    if kind is None:
        raise ValueError(f"{path.name} has no extension of a document")
    return kind


def cache_file(path: Path) -> Path:
    """The cache file of the words for these bytes and options."""
    folder = Path(os.environ.get("OCR_CACHE_DIR") or DEFAULT_FOLDER)
    key = hashlib.sha256(path.read_bytes() + OPTIONS.words_fingerprint(content_type(path)).encode()).hexdigest()
    return folder / f"{key}.json"


def main(folders: list[str]) -> None:
    """Reads every document of the folders that has its truth beside it, two at a time."""
    truths = (truth for folder in folders for truth in sorted(Path(folder).rglob("*.truth.json")))
    documents = [
        path
        for truth in truths
        for path in truth.parent.glob(truth.name.removesuffix(".truth.json") + ".*")
        if type_of_extension(path.suffix) is not None and ".raw." not in path.name
    ]

    def fill(path: Path) -> str:
        try:
            read_cached(path)
        except DocumentError as error:
            return f"{path.name}: {error}"
        return ""

    with ThreadPoolExecutor(2) as threads:
        for done, fault in enumerate(threads.map(fill, documents), start=1):
            sys.stderr.write(f"\r{done}/{len(documents)} {fault}{chr(10) if fault else ''}")


if __name__ == "__main__":
    main(sys.argv[1:])
