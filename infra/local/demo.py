"""The demonstration: processes every sample through the HTTP API of a temporary stack and shows the results."""

import shutil
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from infra.local.running import run_during
from infra.local.stack import Stack, plan_stack
from infra.local.state import ROOT, only_stack
from shared.domain.lifecycle import Stage, Status

SAMPLES = ROOT / "samples"
_KINDS = (".pdf", ".jpg", ".png", ".tif", ".webp", ".xml")
_PATIENCE_SECONDS = 300
_POLL_SECONDS = 0.15
_TO_CONFIRM = "agencia-publicidad-es.pdf"

_STAGES = {Stage.OCR: "reading", Stage.EXTRACT: "extracting"}
_MARKS = {"error": "[red]✗[/]", "warning": "[yellow]![/]"}
_STATUS_STYLES = {"processed": "green", "waiting_validation": "cyan", "failed": "red", "rejected": "yellow"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A sample and the API's response to its upload; `invoice_id` is None if it was rejected."""

    path: Path
    invoice_id: int | None
    message: str


def run_demo(state_dir: Path, *, given: Mapping[str, str], port: int | None, web_port: int | None) -> int:
    """Runs the demonstration; exit code 0 if every invoice was read and every bad file got a clear error.
    The stack's data (`state_dir`) starts empty each time."""
    console = Console()
    if not console.is_terminal:  # a log file has room
        console = Console(width=150)
    started = time.monotonic()
    with only_stack(state_dir.parent / "demo-lock"):
        shutil.rmtree(state_dir, ignore_errors=True)
        # Always its own stores: the demonstration must not write into real ones.
        own = {k: v for k, v in given.items() if k not in ("DATABASE_URL", "REDIS_URL", "MINIO_ENDPOINT")}
        stack = plan_stack(state_dir, {**own, "AUTH": "off"}, port=port, web_port=web_port)
        console.print("Starting MariaDB, Redis, the object store, four functions, the dispatcher and the web app …")
        code = run_during(stack, lambda: _demonstrate(stack, console, started))
    console.print(f"Stopped cleanly after {time.monotonic() - started:.0f} s. Your turn: [bold]make run[/]\n")
    return code


def _demonstrate(stack: Stack, console: Console, started: float) -> int:
    console.print(f"The system is up after {time.monotonic() - started:.1f} s: {stack.api_url}\n")
    with httpx.Client(base_url=stack.api_url, timeout=60, trust_env=False) as client:
        sent = send_samples(client, find_samples(SAMPLES))
        with bars(console) as progress:
            invoices = watch(client, sent, progress)
        console.print("", results_table(sent, invoices), "", refusals_table(sent, invoices), sep="\n")
        confirmed = _confirm_and_find(client, sent, console)
    good = all(
        invoices[item.invoice_id]["status"] == "waiting_validation"
        for item in sent
        if item.invoice_id is not None and not _is_bad(item.path)
    )
    bad = all(
        item.invoice_id is None or invoices[item.invoice_id]["status"] == "failed"
        for item in sent
        if _is_bad(item.path)
    )
    return 0 if good and bad and confirmed else 1


def find_samples(folder: Path) -> list[Path]:
    """The invoices, then the bad files."""
    return [
        path
        for part in (folder, folder / "bad")
        for path in sorted(part.iterdir())
        if path.suffix in _KINDS and path.is_file()
    ]


def send_samples(client: httpx.Client, paths: Sequence[Path]) -> list[Sent]:
    """Uploads all in one call."""
    files = [("file", (path.name, path.read_bytes())) for path in paths]
    answer = client.post("/api/invoices/ocr", files=files)
    if answer.status_code not in (202, 400):
        answer.raise_for_status()
    body = answer.json()
    return [
        Sent(path=path, invoice_id=item["invoice_id"], message=item["message"])
        for path, item in zip(paths, body if isinstance(body, list) else body["details"], strict=True)
    ]


def bars(console: Console) -> Progress:
    """A progress bar for each invoice, in per cent of its whole way."""
    return Progress(
        TextColumn("{task.fields[name]:<34}"),
        BarColumn(bar_width=30),
        TaskProgressColumn(),
        TextColumn("{task.fields[state]:<22}"),
        TimeElapsedColumn(),
        console=console,
        refresh_per_second=8,
    )


def watch(client: httpx.Client, sent: Sequence[Sent], progress: Progress) -> dict[int, dict[str, Any]]:
    """Updates each bar from the progress that the API reports, until the invoice is read or failed. Returns the
    invoices by id."""
    waiting = {
        item.invoice_id: progress.add_task("", name=item.path.name, state="waiting", total=100)
        for item in sent
        if item.invoice_id is not None
    }
    done: dict[int, dict[str, Any]] = {}
    deadline = time.monotonic() + _PATIENCE_SECONDS
    pause = threading.Event()
    while waiting and time.monotonic() < deadline:
        listed = client.get("/api/invoices/", params={"per_page": 100, "sort_by": "id"}).raise_for_status().json()
        for row in listed["invoices"]:
            if (task := waiting.get(row["id"])) is None:
                continue
            progress.update(task, completed=row["progress"], state=_state(row))
            if row["status"] != Status.PROCESSING:
                progress.update(task, completed=100)
                progress.stop_task(task)
                del waiting[row["id"]]
                done[row["id"]] = client.get(f"/api/invoices/{row['id']}").raise_for_status().json()
        pause.wait(_POLL_SECONDS)
    return done


def _state(row: Mapping[str, Any]) -> str:
    if row["status"] != Status.PROCESSING:
        return str(row["status"]).replace("_", " ")
    return _STAGES[Stage(row["stage"])]


def results_table(sent: Sequence[Sent], invoices: Mapping[int, Mapping[str, Any]]) -> Table:
    """Shows the data of each invoice, with its checks."""
    table = Table(title="What was read", title_justify="left", header_style="bold")
    table.add_column("File", overflow="fold", min_width=20)
    table.add_column("Status", min_width=9)
    table.add_column("Seller", overflow="fold")
    table.add_column("Number", overflow="fold")
    table.add_column("Date", no_wrap=True)
    table.add_column("Total", justify="right", no_wrap=True)
    table.add_column("Checks", overflow="fold")
    for item in sent:
        invoice = invoices.get(item.invoice_id) if item.invoice_id is not None else None
        if invoice is None or invoice["status"] == "failed":
            continue
        data = invoice["preview_data"] or {}
        style = _STATUS_STYLES.get(invoice["status"], "white")
        table.add_row(
            escape(item.path.name),
            f"[{style}]{invoice['status'].replace('_', ' ')}[/]",
            escape((data.get("seller") or {}).get("name") or ""),
            escape(data.get("invoice_number") or ""),
            data.get("issue_date") or "",
            f"{data.get('total_amount') or ''} {data.get('currency') or ''}".strip(),
            _checks(invoice["checks"] or []),
        )
    return table


def refusals_table(sent: Sequence[Sent], invoices: Mapping[int, Mapping[str, Any]]) -> Table:
    """Shows the files that could not be read, with the error messages for people."""
    table = Table(title="What could not be read, and why", title_justify="left", header_style="bold")
    for heading in ("File", "Status", "Why"):
        table.add_column(heading, overflow="fold")
    for item in sent:
        invoice = invoices.get(item.invoice_id) if item.invoice_id is not None else None
        if invoice is None:
            table.add_row(escape(item.path.name), "[red]refused[/]", escape(item.message))
        elif invoice["status"] == "failed":
            table.add_row(escape(item.path.name), "[red]failed[/]", escape(invoice["error"]["message"]))
    return table


def _checks(findings: Sequence[Mapping[str, Any]]) -> str:
    shown = [finding for finding in findings if finding["level"] != "info"]
    if not shown:
        return "[green]✓[/]"
    return "\n".join(f"{_MARKS[finding['level']]} {escape(finding['code'])}" for finding in shown)


def _confirm_and_find(client: httpx.Client, sent: Sequence[Sent], console: Console) -> bool:
    """Confirms the agency's invoice and finds it by one of its operation numbers."""
    invoice_id = next((item.invoice_id for item in sent if item.path.name == _TO_CONFIRM), None)
    if invoice_id is None:
        console.print(f"[red]{_TO_CONFIRM} was not accepted.[/]")
        return False
    preview = client.get(f"/api/invoices/{invoice_id}").raise_for_status().json()["preview_data"] or {}
    lines = preview.get("lines", [])
    codes = [*preview.get("operation_codes", []), *(code for line in lines for code in line["operation_codes"])]
    if not codes:
        console.print("[red]No operation number was read from the agency's invoice.[/]")
        return False
    answer = client.post(f"/api/invoices/{invoice_id}/confirm").raise_for_status().json()
    console.print(
        f"\n[bold]POST /api/invoices/{invoice_id}/confirm[/] → {answer['status']}: {escape(answer['message'])}"
    )
    digits = "".join(character for character in codes[0] if character.isdigit())
    found = client.get("/api/invoices/data", params={"op_number": digits}).raise_for_status().json()
    console.print(f"[bold]GET /api/invoices/data?op_number={digits}[/] → {found['total']} invoice")
    shown = ("invoice_id", "invoice_number", "issue_date", "total_amount", "currency", "summary")
    console.print_json(data={key: value for key, value in found["invoices"][0].items() if key in shown})
    return bool(found["total"] == 1)


def _is_bad(path: Path) -> bool:
    return path.parent.name == "bad"
