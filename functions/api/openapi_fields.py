"""The descriptions of fields and parameters in the OpenAPI document: the docstring below each field of its model.

pydantic would read these docstrings itself (`use_attribute_docstrings`), but whenever a class is made: two milliseconds
each at the start of every function, for a document that hardly anybody reads.
"""

import ast
import inspect
from collections import ChainMap
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import import_module
from itertools import pairwise
from pkgutil import iter_modules
from types import ModuleType
from typing import Any, get_type_hints

from werkzeug.routing import Map

from functions.api import models
from functions.api.openapi_errors import documented_endpoints
from shared.domain import (
    audit,
    automation,
    blockers,
    booking,
    document,
    evidence,
    findings,
    invoice,
    invoice_amounts,
    invoice_lines,
    invoice_parties,
    origins,
)

_MODULES = (
    *(import_module(f"{models.__name__}.{area.name}") for area in iter_modules(models.__path__)),
    audit,
    automation,
    blockers,
    booking,
    document,
    evidence,
    findings,
    invoice,
    invoice_amounts,
    invoice_lines,
    invoice_parties,
    origins,
)
"""The homes of all models that the document describes."""


def describe_fields(spec: dict[str, Any], routes: Map, views: Mapping[str, Callable[..., Any]]) -> None:
    """Sets the description of each property and parameter of `spec` that has none. `views` are the functions of the
    endpoints."""
    for schema in _models_in(spec["components"]["schemas"]):
        _describe(schema["title"], schema["properties"])
    endpoints = documented_endpoints(routes)
    for path, operations in spec["paths"].items():
        for method, operation in operations.items():
            hints = get_type_hints(views[endpoints[path, method]])
            for place in hints.keys() & {"path", "query"}:
                parameters = {one["name"]: one for one in operation["parameters"] if one["in"] == place}
                _describe(hints[place].__name__, parameters)


def _describe(model: str, fields: Mapping[str, dict[str, Any]]) -> None:
    meanings = _meanings().get(model, {})
    for name in fields.keys() & meanings.keys():
        fields[name].setdefault("description", meanings[name])


def _models_in(part: Any) -> Iterator[dict[str, Any]]:
    """The schemas of models in a part of the document, at any depth."""
    if isinstance(part, dict) and isinstance(part.get("properties"), dict) and "title" in part:
        yield part
    inner = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    for one in inner:
        yield from _models_in(one)


@cache
def _meanings() -> Mapping[str, Mapping[str, str]]:
    """Name of a model -> name of a field in JSON -> what it means, inherited fields included."""
    written = {name: texts for module in _MODULES for name, texts in _docstrings(module)}
    classes = {one.__name__: one for module in _MODULES for one in vars(module).values() if _is_model(one)}
    return {
        name: {
            field.alias or key: text
            for key, field in model.__pydantic_fields__.items()
            if (text := _inherited(written, model).get(key))
        }
        for name, model in classes.items()
    }


def _is_model(one: Any) -> bool:
    return isinstance(one, type) and hasattr(one, "__pydantic_fields__")


def _inherited(written: Mapping[str, Mapping[str, str]], model: type) -> Mapping[str, str]:
    return ChainMap(*(dict(written.get(base.__name__, {})) for base in model.__mro__))


def _docstrings(module: ModuleType) -> Iterator[tuple[str, Mapping[str, str]]]:
    """(name of a class, field -> the docstring below it) of each class of a module."""
    for node in ast.parse(inspect.getsource(module)).body:
        if isinstance(node, ast.ClassDef):
            yield node.name, dict(_fields_with_docstrings(node))


def _fields_with_docstrings(node: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for field, below in pairwise(node.body):
        match field, below:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                yield name, " ".join(text.split())
