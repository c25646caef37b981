"""How long documents of one key wait behind the scans of another: `python -m tests.load.lanes --scans 24`.

Everything is measured on a stack of its own, from the answer to an upload to the end of its extraction.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import median

import httpx

from tests.chaos.documents import SAMPLES, distinct
from tests.support.stack import RunningStack, eventually, running_stack

SETTINGS = {
    "AUTH": "required",
    "MAX_FILES_PER_UPLOAD": "100",
    "OCR_LANGUAGES": "eng",
    "OCR_ENGINE": "tesseract",
    "EXTRACTOR": "local",
}
PHOTO, SCAN = SAMPLES / "osteria-photo-it.jpg", SAMPLES / "taller-scan-es.pdf"
XML, DIGITAL = SAMPLES / "fietsen-ubl-nl.xml", SAMPLES / "design-studio-en.pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who uploads with a key of their own; `client` calls the API with it."""

    client: httpx.Client

    def sends(self, path: Path, numbers: Sequence[int], *, most: int = 50) -> dict[int, float]:
        """Distinct copies of a document, at most `most` in one call; when each invoice's upload was answered."""
        answered: dict[int, float] = {}
        for start in range(0, len(numbers), most):
            files = [
                ("file", (f"{number}{path.suffix}", distinct(path, number))) for number in numbers[start : start + most]
            ]
            answer = self.client.post("/api/invoices/ocr", files=files)
            answer.raise_for_status()
            answered |= dict.fromkeys((one["invoice_id"] for one in answer.json()), time.time())
        return answered

    def waits(self, sent: Mapping[int, float], *, seconds: float = 1800) -> list[float]:
        """Seconds from each upload's answer to the end of its extraction, in the order of sending."""
        return [self._ended(invoice_id, seconds) - answered for invoice_id, answered in sent.items()]

    def ended(self, sent: Mapping[int, float]) -> list[int]:
        """Those that are ready now."""
        return [invoice_id for invoice_id in sent if self._state(invoice_id) != "processing"]

    def _ended(self, invoice_id: int, seconds: float) -> float:
        eventually(lambda: self._state(invoice_id) != "processing", seconds=seconds, pause=0.2)
        if (state := self._state(invoice_id)) != "waiting_validation":
            raise RuntimeError(f"invoice {invoice_id} ended as {state}")
        trail = self.client.get(f"/api/invoices/{invoice_id}/events").json()["events"]
        return next(
            datetime.fromisoformat(one["created_at"]).timestamp() for one in trail if one["type"] == "extract.finished"
        )

    def _state(self, invoice_id: int) -> str:
        return str(self.client.get(f"/api/invoices/{invoice_id}").json()["status"])


@contextmanager
def person(stack: RunningStack, name: str) -> Iterator[Person]:
    """Somebody with a new key of the role `reviewer`."""
    headers = {"Authorization": f"Bearer {stack.new_key(name)}"}
    with httpx.Client(base_url=stack.client.base_url, headers=headers, timeout=120) as client:
        yield Person(client=client)


def alone(one: Person) -> dict[str, float]:
    """Each kind with nothing else to do, the second time: the first also loads programs."""
    for number in (1, 2):
        found = {path.name: one.waits(one.sends(path, [number]))[0] for path in (XML, DIGITAL, PHOTO, SCAN)}
    return found


def behind_own_scans(one: Person, scans: int, xmls: int) -> dict[str, float]:
    """An XML behind one's own scans, then many at once."""
    before = one.sends(SCAN, range(100, 100 + scans // 2)) | one.sends(PHOTO, range(100, 100 + scans - scans // 2))
    single, many = one.sends(XML, [100]), one.sends(XML, range(200, 200 + xmls))
    found = {f"XML behind {scans} scans": one.waits(single)[0], f"last of {xmls} XML": max(one.waits(many))}
    still = len(before) - len(one.ended(before))
    return found | {"scans still waiting then": float(still), "last scan": max(one.waits(before))}


def behind_anothers(one: Person, other: Person, scans: int, *, first: int, drain: bool) -> dict[str, float]:
    """Single documents behind the scans of another, copies numbered from `first`; `drain` waits for those too."""
    photos = scans // 2
    before = one.sends(PHOTO, range(first, first + photos)) | one.sends(SCAN, range(first, first + scans - photos))
    time.sleep(2)  # until the slots are taken
    found: dict[str, float] = {}
    for path in (XML, DIGITAL, SCAN, PHOTO):
        waits = [other.waits(other.sends(path, [first + scans + number]))[0] for number in range(3)]
        found |= {f"{path.name}, median of 3": median(waits), f"{path.name}, longest": max(waits)}
    found["scans of the other still waiting then"] = float(len(before) - len(one.ended(before)))
    if drain:
        one.waits(before)
    return found


def halves(one: Person, other: Person, scans: int) -> dict[str, float]:
    """Two send as many scans, one a moment later: who is ready when the later one has half of theirs."""
    first = one.sends(SCAN, range(3000, 3000 + scans))
    second = other.sends(SCAN, range(4000, 4000 + scans))
    eventually(lambda: len(other.ended(second)) >= scans // 2, seconds=1800, pause=0.5)
    found = {"ready of the earlier": float(len(one.ended(first))), "of the later": float(len(other.ended(second)))}
    one.waits(first)
    other.waits(second)
    return found


def main() -> int:
    """Prints the seconds of each case as JSON, one line each."""
    parser = argparse.ArgumentParser(prog="python -m tests.load.lanes", description=__doc__)
    parser.add_argument("--scans", type=int, default=24)
    parser.add_argument("--xmls", type=int, default=65)
    parser.add_argument("--waiting", type=int, default=0, help="scans of another key that are not waited for")
    parser.add_argument("--state-dir", type=Path, help="keeps data and logs of the run; default: a temporary folder")
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="lanes-") as folder,
        running_stack(options.state_dir or Path(folder), **SETTINGS) as stack,
        person(stack, "Anna") as anna,
        person(stack, "Ben") as ben,
    ):
        _say("alone", alone(anna))
        _say("behind one's own", behind_own_scans(anna, options.scans, options.xmls))
        _say("behind another's", behind_anothers(anna, ben, options.scans, first=1000, drain=True))
        _say("two at once", halves(anna, ben, options.scans // 2))
        if options.waiting:
            _say(f"{options.waiting} waiting", behind_anothers(anna, ben, options.waiting, first=5000, drain=False))
    return 0


def _say(case: str, figures: Mapping[str, float]) -> None:
    print(json.dumps({case: {name: round(seconds, 2) for name, seconds in figures.items()}}), flush=True)


if __name__ == "__main__":
    sys.exit(main())
