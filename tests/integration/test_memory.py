"""On the real stack: what a person corrects on one invoice of a seller is right on the next, until it is taken back."""

import io
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from tests.support.stack import RunningStack

PAGE = """
NORTHFOLD                                  Our job {number}
Joinery and repairs                        Stock ref {other}
12 Quay Lane, Whitby YO21 3PU
                                           Noted {date}
For
Harbour Foods Ltd
4 Mill Street, Leeds LS1 4AB               VAT No. GB 980 7806 84

INVOICE

Description               Quantity    Price      Amount
Door repaired             1           {total}    {total}

                          Total                  {total} GBP
Northfold Workshops Ltd  Company 0099881
"""
"""A layout whose words for the number nobody knows, and whose seller stands in a line that is no heading."""

NAME = "Northfold Workshops Ltd"


def _pdf(number: str, day: str) -> bytes:
    target = io.BytesIO()
    canvas = Canvas(target, invariant=1)
    canvas.setFont("Courier", 8)
    page = PAGE.format(number=number, other=f"R-90{day}", date=f"{day}/03/2026", total=f"2{day}.00")
    for row, line in enumerate(page.strip().splitlines()):
        canvas.drawString(40, 780 - 14 * row, line)
    canvas.save()
    return target.getvalue()


def _read(stack: RunningStack, number: str, day: str) -> dict[str, Any]:
    (result,) = stack.upload((f"{number}.pdf", _pdf(number, day)))
    return stack.finished(result["invoice_id"])


def _place(stack: RunningStack, invoice: dict[str, Any], text: str) -> dict[str, Any]:
    """Where a person finds these words on the first page."""
    (page,) = stack.client.get(f"/api/invoices/{invoice['id']}/text").json()["pages"]
    words = page["words"]
    wanted = text.split()
    start = next(
        index for index in range(len(words)) if [one["text"] for one in words[index : index + len(wanted)]] == wanted
    )
    boxes = [one["box"] for one in words[start : start + len(wanted)]]
    box = [min(one[0] for one in boxes), boxes[0][1], max(one[2] for one in boxes), max(one[3] for one in boxes)]
    return {"page": 1, "box": box, "text": text}


def _corrected_and_confirmed(stack: RunningStack, invoice: dict[str, Any], number: str) -> None:
    url = f"/api/invoices/{invoice['id']}"
    body = {
        "preview_data": {"invoice_number": number, "seller": {"name": NAME}},
        "evidence": {
            "/invoice_number": _place(stack, invoice, number),
            "/seller/name": _place(stack, invoice, NAME),
        },
    }
    stack.client.patch(f"{url}/preview", json=body).raise_for_status()
    stack.client.post(f"{url}/confirm").raise_for_status()


def _says(invoice: dict[str, Any]) -> tuple[str | None, str | None]:
    return invoice["preview_data"].get("invoice_number"), invoice["preview_data"]["seller"].get("name")


def test_the_next_invoice_is_right_until_the_one_it_was_learned_from_is_taken_back(stack: RunningStack) -> None:
    first = _read(stack, "K-0451", "11")
    assert _says(first) != ("K-0451", NAME)
    _corrected_and_confirmed(stack, first, "K-0451")

    second = _read(stack, "K-0467", "12")

    assert _says(second) == ("K-0467", NAME)
    assert second["evidence"]["/invoice_number"]["origin"] == {"invoices": 1}
    stack.client.post(f"/api/invoices/{first['id']}/reopen").raise_for_status()
    assert _says(_read(stack, "K-0470", "13")) != ("K-0470", NAME)


def test_a_deleted_invoice_teaches_nothing_any_more(stack: RunningStack) -> None:
    first = _read(stack, "K-0551", "14")
    _corrected_and_confirmed(stack, first, "K-0551")
    assert _says(_read(stack, "K-0567", "15")) == ("K-0567", NAME)

    stack.client.delete(f"/api/invoices/{first['id']}").raise_for_status()

    assert _says(_read(stack, "K-0570", "16")) != ("K-0570", NAME)
