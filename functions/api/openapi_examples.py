"""An example of every call in the OpenAPI document: request and answer of a real run, as `tests.record_api_examples`
wrote them to `examples.json`."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

EXAMPLES = Path(__file__).with_name("examples.json")


@cache
def _examples() -> Mapping[str, Any]:
    """Id of an operation -> `parameters` (name -> value), `request` (media type -> body), and `answers` (status ->
    media type -> body) of its calls."""
    found: Mapping[str, Any] = json.loads(EXAMPLES.read_text(encoding="utf-8"))
    return found


def add_examples(document: dict[str, Any]) -> None:
    """Adds the examples to the operations of `document`, which have their ids."""
    for operations in document["paths"].values():
        for operation in operations.values():
            example = _examples().get(operation["operationId"])
            if example is None:
                continue  # a new call: a test says what to do
            for parameter in operation.get("parameters", []):
                if parameter["name"] in example["parameters"]:
                    parameter["example"] = _value(example["parameters"][parameter["name"]], parameter["schema"])
            _fill(operation.get("requestBody", {}), example["request"])
            for status, bodies in example["answers"].items():
                _fill(operation["responses"][status], bodies)


def _value(sent: Any, schema: Mapping[str, Any]) -> Any:
    """What was sent, as its schema has it: a list is sent as its members, or separated by commas."""
    return sent.split(",") if schema.get("type") == "array" and isinstance(sent, str) else sent


def _fill(described: Mapping[str, Any], bodies: Mapping[str, Any]) -> None:
    for media_type, body in bodies.items():
        described["content"][media_type]["example"] = body
