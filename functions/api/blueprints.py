"""A blueprint whose operations are described when the OpenAPI document is first asked for.

flask-openapi3 describes each at its decorator, with the schemas of its models: a fifth of the start of the API, for a
document that hardly anybody reads.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask_openapi3 import APIBlueprint, Tag


class Resource(APIBlueprint):
    """The endpoints of one resource, under one tag."""

    def __init__(self, name: str, import_name: str, *, tag: str) -> None:
        super().__init__(name, import_name, abp_tags=[Tag(name=tag)])
        self._undescribed: list[Callable[[], object]] = []

    def _collect_openapi_info(self, rule: str, func: Callable[..., Any], **described: Any) -> Any:
        self._undescribed.append(partial(super()._collect_openapi_info, rule, func, **described))
        return super()._collect_openapi_info(rule, func, **{**described, "doc_ui": False})

    def describe(self) -> None:
        """Fill in `paths`, `components_schemas` and `tags`; again is nothing."""
        while self._undescribed:
            self._undescribed.pop(0)()
