"""Any value in a path, a query or a header gets an answer that the contract declares."""

import re
from collections.abc import Iterator
from typing import Any, Literal
from unicodedata import normalize

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from werkzeug.http import quote_etag

from functions.api.openapi import openapi_app
from shared.domain.access import Role
from shared.domain.lifecycle import Status
from tests.security.rows import add_invoice
from tests.security.services import Api

pytestmark = pytest.mark.usefixtures("unhurried")

CONTENT = bytes(range(256)) * 3
ANY = settings(max_examples=60, suppress_health_check=list(HealthCheck))

# Headers are Latin-1 without line ends: a server rejects everything else.
header_texts = st.text(st.characters(codec="latin-1", exclude_characters="\r\n\0"), max_size=60)


@pytest.fixture(scope="module")
def stored(api: Api) -> int:
    """An invoice that waits, with CONTENT as its file."""
    return add_invoice(api, content=CONTENT)


@pytest.fixture(scope="module")
def places(api: Api, stored: int) -> dict[str, str]:
    """What the names in paths stand for."""
    webhook = api.services.webhooks.add(url="https://example.com/", description="", types=[])
    return {"invoice_id": str(stored), "number": "1", "form": "ubl", "webhook_id": str(webhook.id)}


def _query_parameters() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Path, name and schema of each query parameter of the document, for the calls that change nothing."""
    for path, operations in openapi_app().api_doc["paths"].items():
        for parameter in operations.get("get", {}).get("parameters", []):
            if parameter["in"] == "query":
                yield path, parameter["name"], parameter["schema"]


PARAMETERS = list(_query_parameters())
SCALARS = [(path, name) for path, name, schema in PARAMETERS if schema.get("type") != "array"]


# Repeated parameters


@pytest.mark.parametrize(("path", "name"), SCALARS, ids=lambda part: part)
def test_a_single_value_may_be_given_only_once(api: Api, places: dict[str, str], path: str, name: str) -> None:
    answer = api.client(Role.ADMIN).get(path.format(**places), query_string=[(name, "1"), (name, "2")])
    assert answer.status_code == 400
    assert {"parameter": name, "message": "must be given once"} in answer.get_json()["details"]


def test_an_upload_with_contradicting_parameters_is_refused(api: Api) -> None:
    answer = api.client(Role.UPLOADER).post("/api/invoices/ocr?allow_duplicates=true&allow_duplicates=false")
    assert (answer.status_code, answer.get_json()["code"]) == (400, "bad-request")


def test_a_list_may_be_given_value_by_value(api: Api, stored: int) -> None:
    answer = api.client(Role.VIEWER).get("/api/invoices/?status=processed&status=rejected")
    assert {row["status"] for row in answer.get_json()["invoices"]} <= {"processed", "rejected"}
    assert answer.status_code == 200


# Unknown parameters


CALLS = [
    (method.upper(), path, [one["name"] for one in operation.get("parameters", []) if one["in"] == "query"])
    for path, operations in openapi_app().api_doc["paths"].items()
    for method, operation in operations.items()
    if operation["security"]
]


@pytest.mark.parametrize(("method", "path", "known"), CALLS, ids=lambda part: str(part))
def test_every_call_refuses_a_parameter_that_it_does_not_have(
    api: Api, method: str, path: str, known: list[str]
) -> None:
    path = re.sub(r"\{\w+\}", "1", path)
    answer = api.client(Role.ADMIN).open(path, method=method, query_string={"zzz": "1"})
    assert (answer.status_code, answer.get_json()["code"]) == (400, "bad-request")
    (problem,) = answer.get_json()["details"]
    assert problem["parameter"] == "zzz"
    assert all(name in problem["message"] for name in known)


@pytest.mark.parametrize(
    ("query", "meant"),
    [("stauts=failed", "status"), ("Status=failed", "status"), ("perpage=5", "per_page"), ("sort-by=id", "sort_by")],
)
def test_a_misspelt_parameter_is_told_with_the_name_that_is_meant(api: Api, query: str, meant: str) -> None:
    answer = api.client(Role.VIEWER).get(f"/api/invoices/?page=1&{query}")
    assert answer.status_code == 400
    sentence = f"Not valid: {query.partition('=')[0]}: no such parameter; is {meant} meant?"
    assert answer.get_json()["error"] == sentence


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/api/openapi.json", "/api/docs"])
def test_probes_and_the_documentation_answer_whatever_a_balancer_adds(api: Api, path: str) -> None:
    assert api.client().get(path, query_string={"nocache": "1"}).status_code == 200


def test_a_compressed_body_is_refused_with_what_to_send(api: Api) -> None:
    for path in ("/api/invoices/ocr", "/api/invoices/1/reject"):
        answer = api.client(Role.ADMIN).post(path, data=b"\x1f\x8b", headers={"Content-Encoding": "gzip"})
        assert (answer.status_code, answer.get_json()["code"]) == (415, "unsupported-media-type")
        assert "Send the body as it is" in answer.get_json()["error"]


@pytest.mark.parametrize("stored_as", ["NFC", "NFD"])
def test_a_search_finds_a_name_however_both_are_composed(api: Api, stored_as: Literal["NFC", "NFD"]) -> None:
    name = f"Müller-Prüfung-{stored_as}.pdf"
    invoice_id = add_invoice(api, filename=normalize(stored_as, name))
    for form in ("NFC", "NFD"):
        for parameter in ("search", "q"):
            answer = api.client(Role.VIEWER).get(
                "/api/invoices/", query_string={parameter: normalize(form, name.upper())}
            )
            assert [row["id"] for row in answer.get_json()["invoices"]] == [invoice_id]
    wide = api.client(Role.VIEWER).get("/api/invoices/", query_string={"search": f"ＰＲÜＦＵＮＧ-{stored_as}"})
    assert [row["id"] for row in wide.get_json()["invoices"]] == [invoice_id]


# Ids, numbers, texts


@ANY
@given(number=st.integers(min_value=-(2**70), max_value=2**70))
def test_a_number_that_is_no_invoice_is_404(api: Api, number: int) -> None:
    for path in ("", "/events", "/text", "/attachments", "/download", "/pages/1.png"):
        if not 0 < number < 2**40:
            assert api.client(Role.VIEWER).get(f"/api/invoices/{number}{path}").status_code == 404


@ANY
@given(text=st.text(min_size=1, max_size=40).filter(lambda text: not text.isascii() or not text.isalnum()))
@example(text="١٢")
@example(text="²")
@example(text="1e3")
def test_an_id_that_is_no_number_is_404(api: Api, text: str) -> None:
    answer = api.client(Role.ADMIN).get("/api/invoices/{}/events".format(text.replace("/", "_").replace("?", "_")))
    assert answer.status_code in {404, 405}


@settings(ANY, max_examples=20)  # each is sent to every parameter
@given(value=st.text(max_size=120) | st.integers().map(str))
def test_any_value_of_any_parameter_is_accepted_or_refused(api: Api, places: dict[str, str], value: str) -> None:
    client = api.client(Role.ADMIN)
    for path, name, _ in PARAMETERS:
        answer = client.get(path.format(**places), query_string={name: value})
        assert answer.status_code in {200, 400}, f"{path} {name}={value!r}: {answer.get_data(as_text=True)}"
        if answer.status_code == 400 and answer.get_json()["code"] != "invalid-state":
            assert name in answer.get_json()["error"]
        answer.close()


@ANY
@given(code=st.text(max_size=100))
def test_an_operation_code_is_a_text_to_compare_and_no_pattern(api: Api, code: str) -> None:
    answer = api.client(Role.VIEWER).get("/api/invoices/data", query_string={"op_number": code})
    assert answer.status_code == 200
    found = answer.get_json()
    if any(character.isalnum() for character in code):
        assert found["total"] <= api.client(Role.VIEWER).get("/api/invoices/data").get_json()["total"]


# If-Match and If-None-Match


@ANY
@given(header=header_texts)
@example(header='"1", "2"')
@example(header='W/"1"')
@example(header='"٣"')
@example(header='"99999999999999999999"')
@example(header="")
def test_any_if_match_is_heeded_or_refused(api: Api, stored: int, header: str) -> None:
    answer = api.client(Role.REVIEWER).patch(
        f"/api/invoices/{stored}/preview", json={"preview_data": {}}, headers={"If-Match": header}
    )
    assert answer.status_code in {200, 400, 412}
    assert answer.get_json().get("code") in {None, "bad-request", "version-mismatch"}


@pytest.mark.parametrize("header", ["", ",", '""', '"', '"1', "W/", '"x"', '"1", x', '"1" "2"', "**", '"٣"'])
def test_an_if_match_that_cannot_be_understood_confirms_nothing(api: Api, header: str) -> None:
    invoice_id = add_invoice(api)
    given_header = header.encode().decode("latin-1")
    answer = api.client(Role.REVIEWER).post(f"/api/invoices/{invoice_id}/confirm", headers={"If-Match": given_header})
    assert (answer.status_code, answer.get_json()["code"]) == (400, "bad-request")
    assert api.client(Role.VIEWER).get(f"/api/invoices/{invoice_id}").get_json()["status"] == Status.WAITING_VALIDATION


@pytest.mark.parametrize("listed", ['"{0}", "99"', '"99", "{0}"', '"97", W/"{0}", "98", "99"', "{0}"])
def test_any_version_that_if_match_lists_may_be_the_current_one(api: Api, listed: str) -> None:
    invoice_id = add_invoice(api)
    client = api.client(Role.REVIEWER)
    version = client.get(f"/api/invoices/{invoice_id}").get_json()["version"]
    answer = client.post(f"/api/invoices/{invoice_id}/confirm", headers={"If-Match": listed.format(version)})
    assert answer.status_code == 200


@ANY
@given(version=st.integers(min_value=0, max_value=10**9))
def test_only_the_current_version_may_be_changed(api: Api, version: int) -> None:
    invoice_id = add_invoice(api)
    client = api.client(Role.REVIEWER)
    seen = client.get(f"/api/invoices/{invoice_id}")
    assert seen.headers["ETag"] == quote_etag(str(seen.get_json()["version"]))
    given_etag = quote_etag(str(version))
    answer = client.post(f"/api/invoices/{invoice_id}/confirm", headers={"If-Match": given_etag})
    expected = 200 if given_etag == seen.headers["ETag"] else 412 if version < 10**9 else 400
    assert answer.status_code == expected


@ANY
@given(header=header_texts)
def test_any_if_none_match_gives_the_file_or_not_modified(api: Api, stored: int, header: str) -> None:
    answer = api.client(Role.VIEWER).get(f"/api/invoices/{stored}/download", headers={"If-None-Match": header})
    assert answer.status_code in {200, 304}
    assert answer.data == (CONTENT if answer.status_code == 200 else b"")


# Range


@ANY
@given(first=st.none() | st.integers(0, 1000), last=st.none() | st.integers(0, 1000))
def test_a_range_is_that_part_of_the_file(api: Api, stored: int, first: int | None, last: int | None) -> None:
    written = f"bytes={'' if first is None else first}-{'' if last is None else last}"
    answer = api.client(Role.VIEWER).get(f"/api/invoices/{stored}/download", headers={"Range": written})
    size = len(CONTENT)
    if (first is None and last is None) or (first is not None and last is not None and last < first):
        assert (answer.status_code, answer.data) == (200, CONTENT)  # RFC 9110, 14.2: an invalid range is ignored
    elif (first is not None and first >= size) or (first is None and last == 0):
        assert (answer.status_code, answer.get_json()["code"]) == (416, "range-not-satisfiable")
    else:
        begin = max(0, size - (last or 0)) if first is None else first
        end = size if first is None or last is None else min(size, last + 1)
        assert (answer.status_code, answer.data) == (206, CONTENT[begin:end])
        assert answer.headers["Content-Range"] == f"bytes {begin}-{end - 1}/{size}"
        assert answer.headers["Content-Length"] == str(end - begin)


@ANY
@given(header=header_texts | header_texts.map("bytes={}".format))
@example(header="bytes=0-1,3-4")
@example(header="bytes=-99999999999999999999999")
@example(header="bytes=99999999999999999999999-")
@example(header="bytes=0-99999999999999999999999")
@example(header="lines=0-1")
@example(header="bytes=--1")
def test_any_range_header_gives_bytes_of_the_file_or_416(api: Api, stored: int, header: str) -> None:
    answer = api.client(Role.VIEWER).get(f"/api/invoices/{stored}/download", headers={"Range": header})
    assert answer.status_code in {200, 206, 416}
    if answer.status_code != 416:
        assert answer.data in CONTENT


@ANY
@given(header=header_texts)
def test_a_range_of_another_version_is_the_whole_file(api: Api, stored: int, header: str) -> None:
    headers = {"Range": "bytes=0-4", "If-Range": header}
    answer = api.client(Role.VIEWER).get(f"/api/invoices/{stored}/download", headers=headers)
    assert (answer.status_code, answer.data) == (200, CONTENT)


# Boxes and values that a person sends

edges = st.floats(allow_nan=True, allow_infinity=True) | st.floats(0, 1) | st.integers(-(2**70), 2**70)


@ANY
@given(box=st.lists(edges, max_size=6), page=st.integers(-(2**70), 2**70))
@example(box=[float("nan")] * 4, page=1)
@example(box=[0.1, 0.1, 1e308, 0.2], page=1)
@example(box=[0.9, 0.9, 0.1, 0.1], page=1)
@example(box=[0, 0, 1, 1], page=1)
def test_a_place_is_kept_as_it_was_given_or_refused(api: Api, box: list[float], page: int) -> None:
    invoice_id = add_invoice(api)
    client = api.client(Role.REVIEWER)
    body = {"preview_data": {"currency": "USD"}, "evidence": {"/currency": {"page": page, "box": box, "text": "USD"}}}
    answer = client.patch(f"/api/invoices/{invoice_id}/preview", json=body)
    shown = client.get(f"/api/invoices/{invoice_id}")
    assert shown.status_code == 200
    lies_on_a_page = len(box) == 4 and 0 <= box[0] <= box[2] <= 1 and 0 <= box[1] <= box[3] <= 1
    if lies_on_a_page and 1 <= page <= 100_000:
        assert answer.status_code == 200, answer.get_data(as_text=True)
        assert shown.get_json()["evidence"]["/currency"]["box"] == pytest.approx(box)
    else:
        assert answer.status_code == 400, answer.get_data(as_text=True)
        assert shown.get_json()["preview_data"]["currency"] == "EUR"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)


@ANY
@given(
    patch=st.dictionaries(
        st.sampled_from(["issue_date", "total_amount", "lines", "seller", "tax_breakdown", "operation_codes", "notes"]),
        json_values,
    )
)
def test_any_correction_is_kept_or_refused_and_can_be_read_again(api: Api, patch: dict[str, Any]) -> None:
    invoice_id = add_invoice(api)
    client = api.client(Role.REVIEWER)
    answer = client.patch(f"/api/invoices/{invoice_id}/preview", json={"preview_data": patch})
    assert answer.status_code in {200, 400}, answer.get_data(as_text=True)
    assert client.get(f"/api/invoices/{invoice_id}").status_code == 200
    assert client.get(f"/api/invoices/{invoice_id}/events").status_code == 200
    assert client.get("/api/invoices/").status_code == 200
    if answer.status_code == 200:
        assert client.post(f"/api/invoices/{invoice_id}/confirm").status_code == 200
        again = client.get(f"/api/invoices/{invoice_id}").get_json()
        assert again["final_data"] == answer.get_json()["preview_data"]
        assert again["status"] == Status.PROCESSED


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PATCH", "preview", '{"preview_data": {"notes": "\\ud800"}}'),
        ("PATCH", "preview", '{"preview_data": {"\\ud800": "x"}}'),
        ("PATCH", "preview", '{"preview_data": {"total_amount": NaN}}'),
        ("POST", "reject", '{"reason": "\\udfff"}'),
        ("POST", "reject", '{"reason": Infinity}'),
        ("POST", "reject", "[" * 100_000),
        ("PATCH", "preview", '{"preview_data": ' + '{"seller": ' * 400 + "1" + "}" * 401),
        ("POST", "reject", '{"reason": ' + "9" * 5000 + "}"),
    ],
)
def test_json_that_cannot_be_kept_is_refused(api: Api, method: str, path: str, body: str) -> None:
    invoice_id = add_invoice(api)
    answer = api.client(Role.REVIEWER).open(
        f"/api/invoices/{invoice_id}/{path}", method=method, data=body, content_type="application/json"
    )
    assert answer.status_code == 400, answer.get_data(as_text=True)
    assert api.client(Role.VIEWER).get(f"/api/invoices/{invoice_id}").get_json()["version"] == 1
