"""The converters of path parameters."""

from werkzeug.routing import IntegerConverter


class AsciiIntegerConverter(IntegerConverter):
    """`<int:…>` for the digits 0 to 9 only. The framework's own takes the digits of every script, which gives one
    resource many addresses."""

    regex = r"[0-9]+"
