"""The pictures of docs/screens, taken anew: `python -m tests.e2e.screens`.

A stack of its own reads the samples; some are confirmed, one is corrected, one rejected, as in a week's work. Then
`frontend/screens` takes the pictures, which are reduced to 256 colours.

`python -m tests.e2e.screens --states FOLDER [Playwright's arguments]` takes every state of the app in each size, theme
and language instead, to be looked at: some six hundred; `-g "390 dark"` takes fewer.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PIL import Image
from sqlalchemy import func, text, update

from infra.local.demo import SAMPLES, find_samples
from shared.adapters.recount import repair
from shared.adapters.tables import invoices
from tests.e2e.playwright import CHROMIUM, run_playwright
from tests.support.stack import ROOT, RunningStack, running_stack

TARGET = ROOT / "docs" / "screens"

CONFIRMED = (
    *("catering-two-pages-en.pdf", "credit-note-en.pdf", "fietsen-ubl-nl.xml"),
    *("hotel-pt.pdf", "imprimerie-facturx-fr.pdf", "radio-station-us.pdf"),
)
CORRECTED = "radio-station-us.pdf"
REJECTED = "design-studio-en.pdf"


def main() -> int:
    """Exit code 0 when every picture was taken; 2 when there is no Chromium to drive."""
    if not CHROMIUM.is_there():
        return 2
    if sys.argv[1:2] == ["--states"]:
        return _states(Path(sys.argv[2]).resolve(), sys.argv[3:])
    with tempfile.TemporaryDirectory(prefix="screens-") as folder:
        taken = Path(folder) / "taken"
        with running_stack(Path(folder) / "stack", EXTRACTOR="local") as stack:
            ids = _week_of_work(stack)
            arguments = ("--config", "screens/screens.config.ts")
            code = run_playwright(stack, arguments, SCREENS=str(taken), SAMPLES=json.dumps(ids))
        if code == 0:
            _publish(taken)
    return code


def _states(target: Path, arguments: Sequence[str]) -> int:
    """Takes what an empty system shows, and then all the rest. Keys are required: people and sign-in are looked at."""
    with (
        tempfile.TemporaryDirectory(prefix="states-") as folder,
        running_stack(Path(folder) / "stack", EXTRACTOR="local", AUTH="required") as stack,
    ):
        key = stack.new_key("María Fernández-Luengo", role="admin")
        stack.client.headers["Authorization"] = f"Bearer {key}"
        # A text of `-g` may be found in one of the two runs alone.
        common = ("--config", "screens/states.config.ts", "--pass-with-no-tests", *arguments)
        settings = {"SCREENS": str(target), "ADMIN_KEY": key, "PREPARED": str(Path(folder) / "prepared.json")}
        code = run_playwright(stack, [*common, "empty"], **settings)
        ids = _week_of_work(stack) | _two_in_one(stack, Path(folder))
        return code or run_playwright(stack, [*common, "states.states"], **settings, SAMPLES=json.dumps(ids))


def _two_in_one(stack: RunningStack, folder: Path) -> dict[str, int]:
    """A file with two invoices, read."""
    both = folder / "two-invoices.pdf"
    two = [str(SAMPLES / name) for name in ("maschinenbau-de.pdf", "hotel-pt.pdf")]
    subprocess.run(["pdfunite", *two, str(both)], check=True)
    (result,) = stack.upload((both.name, both.read_bytes()))
    return {both.name: stack.finished(result["invoice_id"])["id"]}


def _week_of_work(stack: RunningStack) -> dict[str, int]:
    """The accepted samples, read and partly decided on; their ids by file name."""
    results = stack.upload(*((path.name, path.read_bytes()) for path in find_samples(SAMPLES)))
    ids = {result["filename"]: result["invoice_id"] for result in results if result["invoice_id"]}
    for invoice_id in ids.values():
        stack.finished(invoice_id)
    corrected = stack.invoice(ids[CORRECTED])
    stack.client.patch(
        f"/api/invoices/{corrected['id']}/preview",
        json={"preview_data": {"purchase_order": "PO-7730", "payment_terms": "30 days net"}},
        headers={"If-Match": f'"{corrected["version"]}"'},
    ).raise_for_status()
    for name in CONFIRMED:
        stack.client.post(f"/api/invoices/{ids[name]}/confirm").raise_for_status()
    stack.client.post(f"/api/invoices/{ids[REJECTED]}/reject", json={"reason": "Ordered by somebody else"})
    _spread_over_a_week(stack)
    return ids


def _spread_over_a_week(stack: RunningStack) -> None:
    """Moves what was received and confirmed into the days before: a chart of one day shows nothing."""
    with stack.engine().begin() as connection:
        for column in (invoices.c.created_at, invoices.c.confirmed_at):
            earlier = func.timestampadd(text("DAY"), -(invoices.c.id * 5 % 7), column)
            connection.execute(update(invoices).values({column: earlier}))
    repair(stack.engine())  # the statistics of this past


def _publish(folder: Path) -> None:
    """Replaces the pictures in the documentation; those that are taken no more go."""
    pictures = sorted(folder.glob("*.png"))
    for old in TARGET.glob("*.png"):
        old.unlink()
    for path in pictures:
        with Image.open(path) as picture:
            picture.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(TARGET / path.name, optimize=True)


if __name__ == "__main__":
    sys.exit(main())
