"""docs/openapi.json keeps the rules of a ruleset of the field (`docs/redocly.yaml`), without a network."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.support.stack import ROOT

REDOCLY = ROOT / "frontend" / "node_modules" / ".bin" / "redocly"

pytestmark = pytest.mark.skipif(not REDOCLY.exists(), reason="the web app's packages are not installed")


def problems(document: Path) -> list[str]:
    """Names of the rules that the document breaks."""
    command = [str(REDOCLY), "lint", str(document), "--config", str(ROOT / "docs" / "redocly.yaml"), "--format", "json"]
    quiet = {"PATH": os.environ["PATH"], "REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}
    ended = subprocess.run(command, env=quiet, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(ended.stdout)
    return [problem["ruleId"] for problem in found["problems"]]


def test_the_document_keeps_the_rules() -> None:
    assert problems(ROOT / "docs" / "openapi.json") == []


def test_a_document_that_breaks_them_is_told(tmp_path: Path) -> None:
    document = json.loads((ROOT / "docs" / "openapi.json").read_text("utf-8"))
    operation = document["paths"]["/api/me"]["get"]
    del operation["operationId"], operation["summary"]
    operation["responses"]["200"]["content"]["application/json"]["example"]["role"] = "king"
    (tmp_path / "openapi.json").write_text(json.dumps(document))
    assert set(problems(tmp_path / "openapi.json")) == {
        "operation-operationId",
        "operation-summary",
        "no-invalid-media-type-examples",
    }
