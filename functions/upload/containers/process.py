"""A sandboxed child that takes a container apart: `python -m functions.upload.containers.process FOLDER NAME BOUNDS`.

It reads FOLDER/container, writes each document to FOLDER under its number, and answers the list of its `Found` as JSON.
Only `sandboxed` calls it.
"""

import json
import sys
from pathlib import Path

from functions.upload.containers.found import CONTAINER, Bounds
from functions.upload.containers.unpacking import Unpacker
from shared.errors import DocumentError


def main(arguments: list[str]) -> None:
    """Writes the documents and prints what was found, or the sentence of the error under `error`."""
    folder, name, bounds = arguments
    unpacker = Unpacker(folder=Path(folder), bounds=Bounds(**json.loads(bounds)))
    try:
        told = unpacker.unpack(name, Path(folder, CONTAINER).read_bytes())
        answer: object = [one.as_json() for one in told]
    except DocumentError as error:
        answer = {"code": error.code, "message": str(error)}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main(sys.argv[1:])
