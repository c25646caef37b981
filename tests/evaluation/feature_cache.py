"""Keeps what `train.py` computes of each document, for as long as the code and the document stay as they are."""

import hashlib
import json
import shutil
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import functions.extract

FOLDER = Path(__file__).resolve().parents[2] / ".cache" / "features"
_CODE = Path(functions.extract.__path__[0])
_KINDS = {".py", ".toml", ".json"}
_FITTED = {"weights.json", "calibration.json"}


@cache
def fingerprint() -> str:
    """Of the code and data that features depend on; fitted numbers are no part of them."""
    digest = hashlib.sha256()
    for path in (Path(__file__).with_name("train.py"), *sorted(_CODE.rglob("*"))):
        if path.suffix in _KINDS and path.name not in _FITTED:
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def kept(path: Path, what: str, compute: Callable[[], Mapping[str, Any]]) -> Mapping[str, Any]:
    """What was computed of the file before, else what `compute` gives: JSON. `what` tells apart the ways to do it."""
    state = path.stat()
    name = hashlib.sha256(f"{path.resolve()}|{state.st_size}|{state.st_mtime_ns}|{what}".encode()).hexdigest()[:24]
    file = FOLDER / fingerprint() / f"{name}.json"
    if file.is_file():
        content: Mapping[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        return content
    content = compute()
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_suffix(".part")
    unfinished.write_text(json.dumps(content), encoding="utf-8")
    unfinished.replace(file)
    return content


def forget_others() -> None:
    """Deletes what other states of the code have left."""
    if FOLDER.is_dir():
        for folder in FOLDER.iterdir():
            if folder.name != fingerprint():
                shutil.rmtree(folder, ignore_errors=True)
