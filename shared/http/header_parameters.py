"""Parameters of a header (`; name=value`), read as leniently as clients write them."""

import re

_NAME = r"[!#$&+.^_`|~0-9A-Za-z-]+\*?"
# A quoted value may hold escaped quotes. An unquoted one goes to the next semicolon: Java writes boundaries with "=".
_PARAMETER = re.compile(rf';[ \t]*({_NAME})[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.)*)"|([^;]*))', re.ASCII)


def header_parameters(header: str) -> dict[str, str]:
    """The parameters by name in lower case; the first of a name counts. Values have no quotes, escapes are kept."""
    found: dict[str, str] = {}
    for name, quoted, plain in _PARAMETER.findall(header):
        found.setdefault(name.lower(), quoted or plain.strip())
    return found
