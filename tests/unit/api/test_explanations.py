"""Every code of the API is explained, where its answers and its document say so."""

import json
import re

import pytest

from functions.api.explanations.errors import ERRORS
from functions.api.explanations.findings import FINDINGS_EXPLAINED
from functions.api.explanations.pages import Kind, entries, markdown, page
from functions.api.openapi import openapi_document
from shared.domain.finding_codes import FINDINGS, FindingCode
from shared.errors import ErrorCode
from tests.support.stack import ROOT

KINDS = list(Kind)


def test_every_error_code_is_explained_by_a_sentence() -> None:
    assert set(ERRORS) == set(ErrorCode)
    assert [code for code, text in ERRORS.items() if not re.fullmatch(r"[A-Z].{15,}\.", text)] == []


def test_every_finding_code_is_explained_by_a_sentence() -> None:
    assert set(FINDINGS_EXPLAINED) == set(FindingCode)
    unexplained = [code for code, text in FINDINGS_EXPLAINED.items() if not text or "{category}" in text]
    assert [code for code in unexplained if "category" not in FINDINGS[code].params] == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_code_is_an_anchor_of_its_page(kind: Kind) -> None:
    codes = [entry.code for entry in entries(kind)]
    assert re.findall(r'<section id="([^"]+)">', page(kind)) == codes
    assert re.findall(r"^## (.+)$", markdown(kind), re.MULTILINE) == codes
    assert len({code.lower() for code in codes}) == len(codes) > 50


def test_a_finding_names_its_parameters_and_choices() -> None:
    section = page(Kind.FINDINGS).partition('id="issue-date-future"')[2].partition("</section>")[0]
    assert "<dt><code>days</code></dt><dd>A whole number.</dd>" in section
    direction = page(Kind.FINDINGS).partition('id="unusual-total"')[2].partition("</section>")[0]
    assert "<dd>One of these words: <code>high</code>, <code>low</code>.</dd>" in direction


@pytest.mark.parametrize("kind", KINDS)
def test_the_file_of_the_repository_is_the_pages_own(kind: Kind) -> None:
    written = (ROOT / "docs" / f"{kind}.md").read_text("utf-8")
    assert written == markdown(kind), "run `make openapi`"


def test_the_document_explains_the_codes() -> None:
    schemas = json.loads(openapi_document())["components"]["schemas"]
    for name in ("ErrorCode", "FindingCode"):
        assert set(schemas[name]["x-enumDescriptions"]) == set(schemas[name]["enum"])
