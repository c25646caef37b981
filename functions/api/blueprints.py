"""A blueprint whose operations are described when the OpenAPI document is first asked for.

flask-openapi3 describes each at its decorator, with the schemas of its models: a fifth of the start of the API, for a
document that hardly anybody reads.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from flask_openapi3 import APIBlueprint, Tag

TAGS: Mapping[str, str] = {
    "upload": "Documents come in.",
    "intake": "What came in by itself, by mail, into a folder or into a bucket.",
    "data": "Confirmed data: lists, sums, files, figures, and what was withdrawn.",
    "exports": "Files of what no other system has yet.",
    "payments": "Files of transfers, for a bank.",
    "invoices": "Invoices in every state.",
    "documents": "What was uploaded: the file, its pages and text, and the files inside it.",
    "review": "What a person decides about an invoice, and its history.",
    "live": "Changes as they happen.",
    "session": "Who calls, and what that one may do.",
    "keys": "API keys.",
    "companies": "Our own companies.",
    "sellers": "Who sends invoices.",
    "automation": "Which invoices are confirmed without a person.",
    "webhooks": "Endpoints of other systems that are sent the changes.",
    "operations": "Probes and metrics.",
}
"""Each group of operations in the OpenAPI document, and what it is about."""


class Resource(APIBlueprint):
    """The endpoints of one resource, under one tag."""

    def __init__(self, name: str, import_name: str, *, tag: str) -> None:
        super().__init__(name, import_name, abp_tags=[Tag(name=tag, description=TAGS[tag])])
        self._undescribed: list[Callable[[], object]] = []

    def _collect_openapi_info(self, rule: str, func: Callable[..., Any], **described: Any) -> Any:
        self._undescribed.append(partial(super()._collect_openapi_info, rule, func, **described))
        return super()._collect_openapi_info(rule, func, **{**described, "doc_ui": False})

    def describe(self) -> None:
        """Fill in `paths`, `components_schemas` and `tags`; again is nothing."""
        while self._undescribed:
            self._undescribed.pop(0)()
