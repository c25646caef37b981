"""Generate what of the client follows from other files: `models.py` and `parameters.py` from docs/openapi.json, and the
synchronous face from the asynchronous one. With --check fail if one of them is out of date."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from datamodel_code_generator import generate
from datamodel_code_generator.config import GenerateConfig
from datamodel_code_generator.enums import DataModelType, InputFileType, OpenAPIScope
from datamodel_code_generator.format import Formatter, PythonVersion
from unasync import Rule, unasync_files

HERE = Path(__file__).resolve().parent
DOCUMENT = HERE.parents[1] / "docs" / "openapi.json"
PACKAGE = HERE / "src" / "invoices_client"

_LIMITS = frozenset(
    {"title", "example", "pattern", "additionalProperties"}
    | {f"{end}{what}" for end in ("min", "max") for what in ("Length", "Items", "Properties", "imum")}
)
"""What an answer need not be held to: the server may allow more one day, and add fields."""

_LATER = frozenset({"UploadSource"})
"""Objects that answers have since a later version: null in those of a server before it."""

_SYNCHRONOUS = {
    "AsyncInvoices": "Invoices",
    "AsyncInvoice": "Invoice",
    "AsyncUpload": "Upload",
    "AsyncConnection": "Connection",
    "AsyncPause": "Pause",
    "AsyncClient": "Client",
    "AsyncBaseTransport": "BaseTransport",
    "aclose": "close",
    "aiter_bytes": "iter_bytes",
    "aiter_sse": "iter_sse",
    "anyio": "time",
    "aread": "read",
    "asynchronous": "synchronous",
}
"""Names of the asynchronous face, and what they are in the synchronous one."""


def main() -> int:
    """Writes the files; with --check exit code 1 if one differs."""
    made = dict(generated())
    if "--check" in sys.argv[1:]:
        stale = [path for path, text in made.items() if not path.exists() or path.read_text("utf-8") != text]
        for path in stale:
            print(f"{path.relative_to(HERE.parents[1])} is out of date: run `make openapi`", file=sys.stderr)
        return 1 if stale else 0
    for path, text in made.items():
        path.write_text(text, "utf-8")
    return 0


def generated() -> Iterator[tuple[Path, str]]:
    """(file, its text) of everything that is generated."""
    document = json.loads(DOCUMENT.read_text("utf-8"))
    with TemporaryDirectory() as folder:
        scratch = Path(folder)
        _write_models(document, scratch / "models.py")
        _write_parameters(document, scratch / "parameters.py")
        for source in sorted((PACKAGE / "asynchronous").glob("[!_]*.py")):
            copy = scratch / "asynchronous" / source.name
            copy.parent.mkdir(exist_ok=True)
            copy.write_text(source.read_text("utf-8"), "utf-8")
            unasync_files([str(copy)], [Rule("/asynchronous/", "/synchronous/", _SYNCHRONOUS)])
        made = [scratch / "models.py", scratch / "parameters.py", *sorted((scratch / "synchronous").glob("*.py"))]
        for path in made:
            target = PACKAGE / path.relative_to(scratch)
            yield target, _formatted(target, path.read_text("utf-8"))


def _write_models(document: Mapping[str, Any], target: Path) -> None:
    """The schemas of answers as pydantic models."""
    schemas = document["components"]["schemas"]
    reachable = _reachable(_answers_alone(document["paths"]), schemas)
    known = {name: _relaxed(schema) for name, schema in schemas.items() if name in reachable}
    _generate(
        {**document, "paths": {}, "components": {"schemas": known}},
        target,
        output_model_type=DataModelType.PydanticV2BaseModel,
        base_class="invoices_client.answer.Answer",
        use_annotated=True,
        use_specialized_enum=True,
        capitalise_enum_members=True,
        collapse_root_models=True,
        strict_nullable=True,
    )
    text = target.read_text("utf-8")
    text = text.replace("(StrEnum)", "(OpenEnum)").replace("from enum import StrEnum\n", "")
    text = text.replace("import Answer", "import Answer, OpenEnum")
    # An empty list needs no look.
    target.write_text(
        re.sub(r"Annotated\[\s*(list\[\w+\]),\s*Field\(validate_default=True\),?\s*\] = ", r"\1 = ", text), "utf-8"
    )


def _write_parameters(document: Mapping[str, Any], target: Path) -> None:
    """The query parameters of each operation as a TypedDict."""
    paths = {
        path: {method: _parameters_alone(operation) for method, operation in operations.items()}
        for path, operations in document["paths"].items()
    }
    enums = {name: schema for name, schema in document["components"]["schemas"].items() if "enum" in schema}
    _generate(
        {**document, "paths": paths, "components": {"schemas": enums}},
        target,
        output_model_type=DataModelType.TypingTypedDict,
        openapi_scopes=[OpenAPIScope.Paths, OpenAPIScope.Parameters],
        use_operation_id_as_name=True,
        enum_field_as_literal="all",
    )
    target.write_text(target.read_text("utf-8").replace("ParametersQuery", "Query"), "utf-8")


def _generate(document: Mapping[str, Any], target: Path, **options: Any) -> None:
    config = GenerateConfig(
        input_filename=DOCUMENT.name,
        input_file_type=InputFileType.OpenAPI,
        output=target,
        target_python_version=PythonVersion.PY_311,
        naming_strategy="parent-prefixed",
        use_schema_description=True,
        use_field_description=True,
        use_single_line_docstring=True,
        disable_timestamp=True,
        formatters=[Formatter.BUILTIN],
        **options,
    )
    generate(json.dumps(document), config=config)


def _formatted(path: Path, text: str) -> str:
    """The text as the repository's style has it at this path."""
    config = str(HERE.parents[1] / "pyproject.toml")
    for step in (("check", "--select=F401,I,UP", "--fix-only"), ("format",)):
        ruff = [sys.executable, "-m", "ruff", *step, "--quiet", "--config", config, "--stdin-filename", str(path), "-"]
        text = subprocess.run(ruff, input=text, capture_output=True, text=True, check=True).stdout  # noqa: S603
    return text


def _answers_alone(paths: Mapping[str, Any]) -> list[Any]:
    return [operation["responses"] for operations in paths.values() for operation in operations.values()]


def _parameters_alone(operation: Mapping[str, Any]) -> dict[str, Any]:
    queries = [_explained(one) for one in operation.get("parameters", []) if one["in"] == "query"]
    return {"operationId": operation["operationId"], "parameters": queries, "responses": {}}


def _explained(parameter: Mapping[str, Any]) -> dict[str, Any]:
    """A parameter whose schema has its description, where the generator looks for it."""
    return {**parameter, "schema": _relaxed(parameter["schema"]) | {"description": parameter["description"]}}


def _relaxed(part: Any, *, are_names: bool = False) -> Any:
    """A schema of an answer, without limits. What a field is optional for in what is sent says nothing about answers:
    they have all that their server knows."""
    if isinstance(part, list):
        return [_relaxed(one) for one in part]
    if not isinstance(part, dict):
        return part
    inner = {
        name: _relaxed(value, are_names=name == "properties" and not are_names)
        for name, value in part.items()
        if are_names or not (_is_limit(name, value) or name == "default")
    }
    if "properties" in part and not are_names:
        for name, field in inner["properties"].items():
            if "anyOf" not in field and not _LATER.isdisjoint(_references(field)):
                inner["properties"][name] = {"anyOf": [field, {"type": "null"}]} | _described(field)
        unknown = {name: _if_unknown(field) for name, field in inner["properties"].items()}
        inner["required"] = [name for name, value in unknown.items() if value is _NEEDED]
        for name, value in unknown.items():
            if value is not _NEEDED and value is not None:
                inner["properties"][name] = {**inner["properties"][name], "default": value}
    return inner


def _described(field: Mapping[str, Any]) -> dict[str, Any]:
    return {"description": field["description"]} if "description" in field else {}


_NEEDED = object()


def _if_unknown(field: Mapping[str, Any]) -> Any:
    """What a field is in the answer of an older server, which does not know it: null, false, or empty. _NEEDED where
    there is no such value."""
    if any(option.get("type") == "null" for option in field.get("anyOf", [])):
        return None
    is_map = field.get("type") == "object" and "properties" not in field
    return (
        [] if field.get("type") == "array" else {} if is_map else False if field.get("type") == "boolean" else _NEEDED
    )


def _is_limit(name: str, value: Any) -> bool:
    # The values of an object that is a map are no limit.
    return name in _LIMITS and not (name == "additionalProperties" and value is not False)


def _reachable(part: Any, schemas: Mapping[str, Any]) -> frozenset[str]:
    """Names of the schemas that a part of the document leads to."""
    found: set[str] = set()
    waiting = [part]
    while waiting:
        for name in _references(waiting.pop()):
            if name not in found:
                found.add(name)
                waiting.append(schemas[name])
    return frozenset(found)


def _references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if "$ref" in part:
            yield part["$ref"].rsplit("/", 1)[1]
        for inner in part.values():
            yield from _references(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _references(inner)


if __name__ == "__main__":
    sys.exit(main())
