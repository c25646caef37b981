"""The recipes for Odoo and ERPNext against the real stack, and doubles of those two that know fields and totals."""

import json
import os
import subprocess
import sys
import threading
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from xmlrpc.server import SimpleXMLRPCRequestHandler, SimpleXMLRPCServer

import pytest

from invoices_client import Invoices
from tests.clients.samples import distinct
from tests.support.stack import ROOT

pytestmark = [pytest.mark.stack, pytest.mark.timeout(300)]

Run = Callable[..., subprocess.CompletedProcess[str]]

ODOO_FIELDS = {
    "account.move": [
        "move_type",
        "partner_id",
        "ref",
        "invoice_date",
        "invoice_date_due",
        "currency_id",
        "invoice_line_ids",
    ],
    "line": ["name", "quantity", "price_unit", "tax_ids"],
    "res.partner": ["name", "vat", "supplier_rank"],
    "ir.attachment": ["name", "datas", "res_model", "res_id"],
}
"""Fields of Odoo 17 that the recipe uses; Odoo refuses any that a model does not have."""


@pytest.fixture
def run(url: str, key: str) -> Run:
    """Runs a recipe to its end."""

    def run(name: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, ROOT / "clients" / "recipes" / f"{name}.py"],
            env={
                "PATH": os.environ["PATH"],
                "PYTHONPATH": str(ROOT / "clients" / "python" / "src"),
                "INVOICES_URL": url,
                "INVOICES_API_KEY": key,
                **environment,
            },
            capture_output=True,
            text=True,
            timeout=120,
        )

    return run


@pytest.fixture
def confirmed(invoices: Invoices) -> int:
    """An invoice of 33,071.48 EUR with tax of 21 %, the only one that no other system has."""
    invoices.export_new()
    made = invoices.upload(distinct(os.urandom(8).hex()), name="fietsen.xml").wait()
    made.confirm()
    return made.id


class OdooDouble:
    """Records in memory; bills are totalled as Odoo does, from their lines and taxes."""

    def __init__(self, rate: float = 21.0) -> None:
        self.records: dict[str, dict[int, dict[str, Any]]] = {
            "res.currency": {1: {"name": "EUR"}},
            "account.tax": {5: {"type_tax_use": "purchase", "amount": rate}},
        }

    def authenticate(self, database: str, user: str, key: str, _: dict[str, Any]) -> int | bool:
        return 2 if (database, user, key) == ("books", "ana", "secret") else False

    def execute_kw(
        self, database: str, user: int, key: str, model: str, method: str, arguments: list[Any], options: dict[str, Any]
    ) -> Any:
        assert (database, user, key) == ("books", 2, "secret")
        records = self.records.setdefault(model, {})
        match method, arguments:
            case "search", [conditions]:
                found = [id_ for id_, one in records.items() if all(one.get(name) == v for name, _, v in conditions)]
                return found[: options["limit"]]
            case "read", [ids]:
                return [{name: records[id_][name] for name in options["fields"]} for id_ in ids]
            case "unlink", [ids]:
                return [records.pop(id_) for id_ in ids] != []
            case "create", [values]:
                assert set(values) <= set(ODOO_FIELDS[model]), values
                records[max(records, default=0) + 1] = dict(values)
                made = records[max(records)]
                if model == "account.move":
                    made["amount_total"] = sum(self._total(line) for _, _, line in values["invoice_line_ids"])
                return max(records)
        raise AssertionError(method)

    def _total(self, line: dict[str, Any]) -> float:
        assert set(line) == set(ODOO_FIELDS["line"])
        ((command, _, taxes),) = line["tax_ids"]
        assert command == 6
        rates = [self.records["account.tax"][tax]["amount"] for tax in taxes]
        return float(round(line["quantity"] * line["price_unit"] * (1 + sum(rates) / 100), 2))


class _AnyPath(SimpleXMLRPCRequestHandler):
    rpc_paths = ("/xmlrpc/2/common", "/xmlrpc/2/object")


@contextmanager
def serving(server: HTTPServer | SimpleXMLRPCServer) -> Iterator[str]:
    """Serves inside the block; the address."""
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def odoo(double: OdooDouble) -> Iterator[dict[str, str]]:
    """The double as a server; the environment that leads to it."""
    server = SimpleXMLRPCServer(("127.0.0.1", 0), _AnyPath, logRequests=False, allow_none=True)
    server.register_instance(double)
    with serving(server) as url:
        yield {"ODOO_URL": url, "ODOO_DATABASE": "books", "ODOO_USER": "ana", "ODOO_API_KEY": "secret"}


def test_a_confirmed_invoice_is_one_bill_of_odoo_with_its_document(
    run: Run, confirmed: int, invoices: Invoices
) -> None:
    double = OdooDouble()
    with odoo(double) as environment:
        first = run("odoo", **environment)
        assert first.returncode == 0, first.stderr
        # As if it had been killed before it could say that the invoice is booked.
        invoices.reopen(confirmed)
        invoices.confirm(confirmed)
        second = run("odoo", **environment)
    assert second.stdout == first.stdout == f"invoice {confirmed} is Odoo's bill 1\n"
    ((_, bill),) = double.records["account.move"].items()
    assert (bill["ref"], bill["move_type"], bill["amount_total"]) == ("2026-10447", "in_invoice", 33071.48)
    assert [one["vat"] for one in double.records["res.partner"].values()] == ["NL803927460B01"]
    assert len(double.records["ir.attachment"]) == 1
    assert invoices.get(confirmed).exported_reference == "Odoo account.move 1"


@pytest.mark.parametrize(("rate", "why"), [(7.0, "no tax of 21"), (21.5, "no tax of 21")])
def test_a_bill_that_odoo_has_no_tax_for_is_left_for_a_person(
    run: Run, confirmed: int, invoices: Invoices, rate: float, why: str
) -> None:
    double = OdooDouble(rate)
    with odoo(double) as environment:
        ended = run("odoo", **environment)
    assert (ended.returncode, why in ended.stderr) == (1, True)
    assert double.records.get("account.move", {}) == {}
    assert invoices.get(confirmed).exported_at is None


class ErpNextDouble(BaseHTTPRequestHandler):
    """Frappe's REST resources in memory."""

    documents: dict[str, dict[str, dict[str, Any]]]
    surcharge = Decimal(0)

    def _asked(self) -> tuple[str, str, dict[str, str]]:
        assert self.headers["Authorization"] == "token key:secret"
        parts = urllib.parse.urlsplit(self.path)
        kind, _, name = urllib.parse.unquote(parts.path.removeprefix("/api/resource/")).partition("/")
        return kind, name, dict(urllib.parse.parse_qsl(parts.query))

    def do_GET(self) -> None:
        kind, name, query = self._asked()
        known = self.documents.setdefault(kind, {})
        if name:
            return self._answer(known[name])
        conditions = [one for one in json.loads(query["filters"]) if one[0] != "docstatus"]
        found = [one for one in known.values() if all(one.get(field) == value for field, _, value in conditions)]
        return self._answer([{"name": one["name"]} for one in found])

    def do_POST(self) -> None:
        kind, _, _ = self._asked()
        values = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        known = self.documents.setdefault(kind, {})
        values["name"] = f"{kind}-{len(known) + 1}"
        if kind == "Purchase Invoice":
            net = sum(Decimal(item["rate"]) * item["qty"] for item in values["items"])
            total = net + sum(Decimal(tax["tax_amount"]) for tax in values["taxes"]) + self.surcharge
            values["grand_total"] = float(total)
        known[values["name"]] = values
        self._answer(values)

    def do_DELETE(self) -> None:
        kind, name, _ = self._asked()
        del self.documents[kind][name]
        self._answer("ok")

    def _answer(self, data: Any) -> None:
        body = json.dumps({"data": data}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Silence."""


@contextmanager
def erpnext(surcharge: str = "0") -> Iterator[tuple[dict[str, str], dict[str, dict[str, dict[str, Any]]]]]:
    """A double as a server: the environment that leads to it, and its documents."""
    documents: dict[str, dict[str, dict[str, Any]]] = {}
    double = type("Double", (ErpNextDouble,), {"documents": documents, "surcharge": Decimal(surcharge)})
    with serving(HTTPServer(("127.0.0.1", 0), double)) as url:
        yield (
            {
                "ERPNEXT_URL": url,
                "ERPNEXT_TOKEN": "key:secret",
                "ERPNEXT_COMPANY": "Ours",
                "ERPNEXT_EXPENSE_ACCOUNT": "Cost - O",
                "ERPNEXT_TAX_ACCOUNT": "VAT - O",
            },
            documents,
        )


def test_a_confirmed_invoice_is_one_purchase_invoice_of_erpnext(run: Run, confirmed: int, invoices: Invoices) -> None:
    with erpnext() as (environment, documents):
        first = run("erpnext", **environment)
        assert first.returncode == 0, first.stderr
        invoices.reopen(confirmed)
        invoices.confirm(confirmed)
        second = run("erpnext", **environment)
    assert second.stdout == first.stdout
    ((name, made),) = documents["Purchase Invoice"].items()
    assert (made["bill_no"], made["company"], made["grand_total"]) == ("2026-10447", "Ours", 33071.48)
    assert [tax["account_head"] for tax in made["taxes"]] == ["VAT - O"]
    assert invoices.get(confirmed).exported_reference == f"ERPNext {name}"


def test_one_that_erpnext_totals_differently_is_not_booked(run: Run, confirmed: int, invoices: Invoices) -> None:
    with erpnext(surcharge="0.02") as (environment, documents):
        ended = run("erpnext", **environment)
    assert (ended.returncode, "33071.5, the invoice says 33071.48" in ended.stderr) == (1, True)
    assert documents["Purchase Invoice"] == {}
    assert invoices.get(confirmed).exported_at is None
