"""The outcome of each file of an upload, and the error of an upload of which nothing was accepted."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from shared.errors import AppError, ErrorCode
from shared.http.upload_bodies import UploadTooLargeError


@dataclass(frozen=True, slots=True, kw_only=True)
class FileOutcome:
    """The outcome of one file: accepted (`processing`), known (`duplicated`), rejected (`error`, with a code) or, of
    what is no document in a container, left out (`skipped`, with a reason as its code). `parent` names the container
    that it was in."""

    filename: str
    invoice_id: int | None
    status: Literal["processing", "duplicated", "error", "skipped"]
    message: str
    code: str | None = None
    parent: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The public form; `code` and `parent` are present only where there is one."""
        optional = {"code", "parent"}
        return {name: value for name, value in asdict(self).items() if name not in optional or value is not None}


class NoUsableFileError(AppError):
    """Every file was rejected; `details` has the reason for each."""

    code = ErrorCode.NO_USABLE_FILE
    status = 400
    message = "None of the files can be accepted."


def ensure_one_usable(outcomes: Sequence[FileOutcome]) -> None:
    """Raises NoUsableFileError, or UploadTooLargeError if that is the reason for all."""
    if all(outcome.status in {"error", "skipped"} for outcome in outcomes):
        details = [outcome.as_json() for outcome in outcomes]
        if outcomes and all(outcome.code == "file-too-large" for outcome in outcomes):
            raise UploadTooLargeError(outcomes[0].message, details=details)
        raise NoUsableFileError(details=details)
