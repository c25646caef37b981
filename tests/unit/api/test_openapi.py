"""The OpenAPI document is the code's own, and says who may call what."""

import json

from functions.api.access import RULES
from functions.api.openapi import TARGET, openapi_document


def test_the_document_in_the_repository_is_the_codes_own() -> None:
    assert TARGET.read_text(encoding="utf-8") == openapi_document(), "run `python -m functions.api.openapi`"


def test_every_operation_of_the_document_has_a_rule() -> None:
    document = json.loads(openapi_document())
    operations = [operation for path in document["paths"].values() for operation in path.values()]
    assert len(operations) >= len([name for name in RULES if not name.startswith("docs.")])
