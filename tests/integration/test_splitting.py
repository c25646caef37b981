"""A file with several invoices on the real stack: proposed, split, parts read and confirmed, taken back, deleted."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.support.stack import ROOT, RunningStack

SAMPLES = ROOT / "samples"
TOGETHER = ("catering-two-pages-en", "credit-note-en")


def _number(sample: str) -> str:
    number: str = json.loads((SAMPLES / f"{sample}.truth.json").read_text())["fields"]["invoice_number"]
    return number


@pytest.fixture
def file(stack: RunningStack, tmp_path: Path) -> dict[str, Any]:
    """A file of two invoices, of two pages and of one, that waits for validation."""
    together = tmp_path / "post.pdf"
    subprocess.run(["pdfunite", *(SAMPLES / f"{name}.pdf" for name in TOGETHER), together], check=True)
    (result,) = stack.upload(("post.pdf", together.read_bytes() + f"\n% {tmp_path.name}\n".encode()))
    invoice = stack.finished(result["invoice_id"])
    assert invoice["status"] == "waiting_validation"
    return invoice


def _split(stack: RunningStack, file: dict[str, Any], parts: list[list[int]]) -> list[dict[str, Any]]:
    """The parts, once they are read."""
    answer = stack.client.post(f"/api/invoices/{file['id']}/split", json={"parts": parts})
    assert answer.status_code == 201, answer.text
    return [stack.finished(invoice_id) for invoice_id in answer.json()["children"]]


def test_the_proposed_parts_become_invoices_that_are_read_from_their_own_pages(
    stack: RunningStack, file: dict[str, Any]
) -> None:
    (several,) = [finding for finding in file["checks"] if finding["code"] == "several-invoices"]
    proposed = several["params"]["parts"]
    assert [(part["first"], part["last"], part["number"]) for part in proposed] == [
        (1, 2, _number(TOGETHER[0])),
        (3, 3, _number(TOGETHER[1])),
    ]

    first, second = _split(stack, file, [[part["first"], part["last"]] for part in proposed])

    assert [part["preview_data"]["invoice_number"] for part in (first, second)] == [_number(one) for one in TOGETHER]
    assert [(part["pages"], part["page_count"], part["parent_id"]) for part in (first, second)] == [
        ([1, 2], 2, file["id"]),
        ([3, 3], 1, file["id"]),
    ]
    assert all(finding["code"] != "several-invoices" for part in (first, second) for finding in part["checks"])
    parent = stack.invoice(file["id"])
    assert (parent["status"], parent["reject_reason"]) == ("rejected", "Split into 2 invoices")
    assert parent["children"] == [first["id"], second["id"]]
    assert not {first["id"], second["id"]} & {*parent["duplicate_of"]}
    assert parent["pages"] is None

    def picture(invoice_id: int, page: int) -> bytes:
        answer = stack.client.get(f"/api/invoices/{invoice_id}/pages/{page}.png?width=200")
        assert answer.status_code == 200
        return answer.content

    assert picture(second["id"], 1) == picture(file["id"], 3)
    whole = stack.client.get(f"/api/invoices/{file['id']}/download").content
    assert stack.client.get(f"/api/invoices/{second['id']}/download").content == whole


def test_a_split_is_taken_back_unless_a_part_is_confirmed(stack: RunningStack, file: dict[str, Any]) -> None:
    url = f"/api/invoices/{file['id']}"
    first, second = _split(stack, file, [[1, 2], [3, 3]])
    assert stack.client.post(f"/api/invoices/{first['id']}/confirm").status_code == 200
    refused = stack.client.post(f"{url}/reopen")
    assert (refused.status_code, refused.json()["code"]) == (400, "invalid-state")
    assert f"no. {first['id']}" in refused.json()["error"]
    assert stack.invoice(second["id"])["status"] == "waiting_validation"

    assert stack.client.post(f"/api/invoices/{first['id']}/reopen").status_code == 200
    assert stack.client.post(f"{url}/reopen").status_code == 200
    assert [stack.invoice(part["id"])["reject_reason"] for part in (first, second)] == ["The split was taken back"] * 2
    assert stack.client.post(f"/api/invoices/{second['id']}/retry").status_code == 400
    assert [event["type"] for event in stack.trail(file["id"])][-2:] == ["split", "reopened"]
    assert stack.trail(second["id"])[0]["type"] == "split_off"


def test_a_part_outlives_the_file_that_it_was_split_off(stack: RunningStack, file: dict[str, Any]) -> None:
    first, second = _split(stack, file, [[1, 2], [3, 3]])
    for deleted in (file, first):
        assert stack.client.delete(f"/api/invoices/{deleted['id']}").status_code == 204
    left = stack.invoice(second["id"])
    assert (left["parent_id"], left["pages"]) == (None, [3, 3])
    assert stack.client.get(f"/api/invoices/{second['id']}/download").status_code == 200
    assert stack.client.post(f"/api/invoices/{second['id']}/reject").status_code == 200
    assert stack.client.post(f"/api/invoices/{second['id']}/retry").status_code == 202
    assert stack.finished(second["id"])["preview_data"]["invoice_number"] == _number(TOGETHER[1])


def test_parts_that_the_file_does_not_have_are_400(stack: RunningStack, file: dict[str, Any]) -> None:
    many: list[list[list[int]]] = [[], [[1, 3]], [[1, 2], [2, 3]], [[3, 3], [1, 2]], [[1, 2], [3, 4]], [[0, 1], [2, 3]]]
    for parts in (*many, [[1], [2, 3]], [[1, 1]] * 51):
        answer = stack.client.post(f"/api/invoices/{file['id']}/split", json={"parts": parts})
        assert (answer.status_code, answer.json()["code"]) == (400, "bad-request"), parts
        assert "parts" in answer.json()["error"]
    assert stack.invoice(file["id"])["children"] == []


def test_a_split_obeys_if_match_and_the_state(stack: RunningStack, file: dict[str, Any]) -> None:
    url = f"/api/invoices/{file['id']}/split"
    body = {"parts": [[1, 2], [3, 3]]}
    stale = stack.client.post(url, json=body, headers={"If-Match": f'"{file["version"] - 1}"'})
    assert (stale.status_code, stale.json()["code"]) == (412, "version-mismatch")
    assert stack.client.post(url, json=body, headers={"If-Match": f'"{file["version"]}"'}).status_code == 201
    again = stack.client.post(url, json=body)
    assert (again.status_code, again.json()["code"]) == (400, "invalid-state")
