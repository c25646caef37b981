"""The documents attached to an uploaded e-mail."""

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from functions.upload.multipart import FilePart
from shared.adapters.sandbox import run_module
from shared.errors import DocumentError

SECONDS = 20.0
MEMORY_MB = 512
_CHUNK = 64 * 1024


def attached_documents(mail: bytes) -> Iterator[FilePart]:
    """Each attached document as if it had been uploaded; read one before asking for the next.

    The mail is parsed in a sandboxed child. Raises DocumentError for a mail that cannot be parsed, ReadingTimeoutError.
    """
    with TemporaryDirectory(prefix="mail-") as folder:
        answer = run_module(
            "functions.upload.mail_process",
            folder,
            timeout=SECONDS,
            memory_mb=MEMORY_MB,
            input=mail,
        )
        if answer.returncode != 0:
            raise DocumentError("This e-mail is damaged: its parts cannot be read.")
        for number, name in enumerate(json.loads(answer.stdout)):
            yield FilePart(filename=name, chunks=_chunks(Path(folder, str(number))))


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk
