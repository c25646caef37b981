"""Opens a protected PDF with its password: a copy that needs none. The password goes to a sandboxed child as
its input, in memory, and nowhere else: no argument, no environment, no disk, no log."""

import json
from pathlib import Path

from shared.adapters.sandbox import run_module
from shared.errors import AppError, DocumentError, ErrorCode


class WrongPasswordError(AppError):
    """The password does not open the document."""

    code = ErrorCode.WRONG_PASSWORD
    status = 400
    message = "This password does not open the document."


def unlocked_pdf(path: Path, password: str, *, timeout: float, memory_mb: int) -> bytes:
    """The bytes of the PDF without its protection. Raises WrongPasswordError, DocumentError, ReadingTimeoutError."""
    output = path.with_suffix(".unlocked")
    job = {"path": str(path.resolve()), "password": password, "output": str(output.resolve())}
    answer = run_module(
        "shared.adapters.unlocked_pdf_process", timeout=timeout, memory_mb=memory_mb, input=json.dumps(job).encode()
    )
    match answer.stdout.strip() if answer.returncode == 0 else b"":
        case b"unlocked":
            return output.read_bytes()
        case b"password":
            raise WrongPasswordError
        case _:
            raise DocumentError
