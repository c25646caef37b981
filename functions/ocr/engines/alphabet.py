"""Cuts the last layer of a recogniser (ONNX) to some of the characters that it knows.

The layer has a column of weights and a bias for each character; the model's metadata lists them. The others would be
scored at every step of every line, only to be passed over.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import numpy
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

_CHARACTERS = "character"
"""The entry of the metadata: a character a line. Before them the model has the blank of CTC, behind them the space."""

_Field = descriptor_pb2.FieldDescriptorProto
_FORMAT = {
    "Model": (("graph", 7, "Graph", False), ("metadata_props", 14, "Entry", True)),
    "Graph": (("initializer", 5, "Tensor", True),),
    "Tensor": (("dims", 1, _Field.TYPE_INT64, True), ("raw_data", 9, _Field.TYPE_BYTES, False)),
    "Entry": (("key", 1, _Field.TYPE_STRING, False), ("value", 2, _Field.TYPE_STRING, False)),
}
"""The few fields of onnx.proto (name, number, type, whether repeated) that are looked at. All others stay as they are:
protobuf keeps what it does not know."""


class OtherModelError(ValueError):
    """The model is not made as described above."""


def with_characters(model: bytes, keep: Callable[[str], bool]) -> bytes:
    """The model with those of its characters alone. Raises OtherModelError."""
    parsed = _model_class().FromString(model)
    listed = [entry for entry in parsed.metadata_props if entry.key == _CHARACTERS]
    if len(listed) != 1:
        raise OtherModelError(f"the metadata has {len(listed)} lists of characters")
    characters = listed[0].value.splitlines()
    count = len(characters) + 2
    columns = [0, *(number for number, text in enumerate(characters, 1) if keep(text)), count - 1]
    layer = [tensor for tensor in parsed.graph.initializer if tensor.dims and tensor.dims[-1] == count]
    if sorted(len(tensor.dims) for tensor in layer) != [1, 2]:
        raise OtherModelError(f"{len(layer)} tensors have a column for each character, not weights and a bias")
    for tensor in layer:
        _keep_columns(tensor, columns)
    listed[0].value = "\n".join(filter(keep, characters))
    cut: bytes = parsed.SerializeToString()
    return cut


def _keep_columns(tensor: Any, columns: Sequence[int]) -> None:
    values = numpy.frombuffer(tensor.raw_data, dtype="<f4").reshape(tensor.dims)
    tensor.raw_data = values[..., columns].tobytes()
    tensor.dims[-1] = len(columns)


@cache
def _model_class() -> Any:
    """A message class for the fields of `_FORMAT`: all that is needed of the package `onnx`."""
    file = descriptor_pb2.FileDescriptorProto(name="onnx_part.proto", package="onnx_part")
    for message, fields in _FORMAT.items():
        described = file.message_type.add(name=message)
        for name, number, kind, repeated in fields:
            label = _Field.LABEL_REPEATED if repeated else _Field.LABEL_OPTIONAL
            field = described.field.add(name=name, number=number, label=label)
            if isinstance(kind, str):
                field.type, field.type_name = _Field.TYPE_MESSAGE, f".{file.package}.{kind}"
            else:
                field.type = kind
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName(f"{file.package}.Model"))
