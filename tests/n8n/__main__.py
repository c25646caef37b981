"""`python -m tests.n8n --folder FOLDER`: builds the node, installs it in a real n8n, and runs workflows with it."""

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from invoices_client import Invoices
from tests.n8n.program import CommandError, N8n, add, build, installed
from tests.n8n.workflows import by_hand, credentials, on_confirmed, refused
from tests.support.stack import ROOT, running_stack

SAMPLES = ("design-studio-en.pdf", "fietsen-ubl-nl.xml")
_LONGEST_WAIT = 300
_BETWEEN_LOOKS = 70
"""Seconds; the trigger looks once a minute."""


def main() -> int:
    """Exit code 0 if every workflow did what it should."""
    parser = argparse.ArgumentParser(prog="python -m tests.n8n", description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path.home() / ".cache" / "invoices-n8n")
    folder = parser.parse_args().folder.resolve()
    n8n = installed(folder)
    package = build(folder)
    _say(f"built, linted and tested {package.name}")
    add(n8n, package)
    with tempfile.TemporaryDirectory() as state, running_stack(Path(state), AUTH="required") as stack:
        url, key = str(stack.client.base_url), stack.new_key("n8n")
        n8n.load("credentials", credentials(url, key))
        with Invoices(url, key) as invoices:
            _check_by_hand(n8n, invoices)
            _check_refused(n8n)
            _check_trigger(n8n, invoices)
    return 0


def _check_by_hand(n8n: N8n, invoices: Invoices) -> None:
    files = n8n.folder / "files"
    files.mkdir(exist_ok=True)
    for name in SAMPLES:
        shutil.copy(ROOT / "samples" / name, files / name)
    n8n.load("workflow", by_hand(f"{files}/*"))
    items = n8n.execute("by-hand")
    uploaded = [item["json"] for item in items["Upload"]]
    _expect([one["filename"] for one in uploaded] == sorted(SAMPLES), "each file became an invoice", uploaded)
    totals = [item["json"]["preview_data"]["total_amount"] for item in items["Get"]]
    _expect(totals == ["7954.08", "33071.48"], "their data came back", totals)
    for one in uploaded:
        invoice = invoices.get(one["invoice_id"])
        _expect(invoice.status == "processed", f"invoice {invoice.id} is confirmed", invoice.status)
        _expect(invoice.exported_reference == "n8n by hand", "and exported", invoice.exported_reference)
    fetched = {item["binary"]["again"]["fileName"]: item["binary"]["again"] for item in items["Download"]}
    sizes = {name: fetched[name].get("bytes") for name in SAMPLES}
    real = {name: (ROOT / "samples" / name).stat().st_size for name in SAMPLES}
    _expect(sizes == real, "the documents came back whole", sizes)
    _expect(len(items["Many"]) == 2 * len(SAMPLES), "the list holds them, once for each item", len(items["Many"]))


def _check_refused(n8n: N8n) -> None:
    n8n.load("workflow", refused())
    try:
        n8n.run("execute", "--id=refused")
    except CommandError as error:
        _expect("There is no invoice of this number." in str(error), "a refusal is told", str(error)[-600:])
    else:
        _expect(False, "a refusal is an error", None)


def _check_trigger(n8n: N8n, invoices: Invoices) -> None:
    n8n.load("workflow", on_confirmed())
    n8n.run("publish:workflow", "--id=on-confirmed")
    waiting = invoices.upload(ROOT / "samples" / "catering-two-pages-en.pdf").wait()
    reference = f"n8n {waiting.data.invoice_number}"

    def is_marked() -> bool:
        """Confirms it again as long as it is not: the trigger begins with its first look, at a moment of its own."""
        if invoices.get(waiting.id).exported_reference == reference:
            return True
        if invoices.get(waiting.id).status == "processed":
            invoices.reopen(waiting.id)
        invoices.confirm(waiting.id)
        time.sleep(_BETWEEN_LOOKS)
        return invoices.get(waiting.id).exported_reference == reference

    with n8n.started() as log:
        _wait(lambda: "Editor is now accessible" in log.read_text(), "n8n runs", log)
        _wait(is_marked, "what is confirmed starts a workflow, which has the data", log)


def _wait(is_so: Any, what: str, log: Path) -> None:
    deadline = time.monotonic() + _LONGEST_WAIT
    while not is_so():
        if time.monotonic() > deadline:
            _expect(False, what, log.read_text()[-2000:])
        time.sleep(1)
    _say(what)


def _expect(is_so: bool, what: str, found: object) -> None:
    if not is_so:
        sys.exit(f"NOT so: {what}\n{found}")
    _say(what)


def _say(what: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {what}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
