"""Terminal output of the local stack: each program's lines with its name, shortened."""

import json
import re
import sys
import threading
from collections.abc import Mapping
from typing import Any

_COLOURS = {"stack": 1, "upload": 36, "ocr": 33, "extract": 35, "api": 34, "dispatcher": 32, "intake": 33, "web": 96}
_OWN_KEYS = frozenset(("severity", "message", "timestamp", "time", "logger", "level", "name"))
_lock = threading.Lock()


# The stores log verbosely: the terminal shows only their errors; the files under logs/ have everything.
_QUIET = frozenset(("mariadb", "redis", "s3"))
_TROUBLE = re.compile(r"\[ERROR\]|\bpanic\b|\bFATAL\b|# .*\b[Ff]ail")


def show(name: str, line: str) -> None:
    """Prints one line of a program: a JSON log record as a sentence, a store's line only if it is an error."""
    if name in _QUIET and not _TROUBLE.search(line):
        return
    colour = _COLOURS.get(name, 90)
    label = f"{name:<10}"
    shown = f"\033[{colour}m{label}\033[0m" if sys.stdout.isatty() else label
    with _lock:
        print(f"{shown} | {readable(line)}", flush=True)


def readable(line: str) -> str:
    """A JSON log record as `INFO ocr finished invoice_id=7 pages=3`; any other line as it is."""
    if not line.startswith("{"):
        return line
    try:
        record = json.loads(line)
    except ValueError:
        return line
    if not isinstance(record, dict) or "message" not in record:
        return line
    return " ".join(filter(None, [str(record.get("severity", "")), str(record["message"]), _extras(record)]))


def _extras(record: Mapping[str, Any]) -> str:
    return " ".join(f"{key}={value}" for key, value in record.items() if key not in _OWN_KEYS and value is not None)
