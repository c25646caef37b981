"""What the mail server that is trusted found by SPF, DKIM and DMARC (Authentication-Results, RFC 8601). Pure.

Nothing is computed here, and no other server is believed: whoever sends a mail can write such a header into it. A
server puts its own on top, and removes those that bear its name.
"""

import re
from collections.abc import Mapping, Sequence

METHODS = ("spf", "dkim", "dmarc")

_COMMENT = re.compile(r"\([^()]*\)")
_MOST_COMMENTS = 8  # within one another
_RESULT = re.compile(r"\s*([a-z]+)(?:/\d+)?\s*=\s*([a-z]+)\b", re.IGNORECASE)
_RESULTS = frozenset({"none", "pass", "fail", "softfail", "policy", "neutral", "temperror", "permerror"})
_WORST_FIRST = ("permerror", "fail", "softfail", "policy", "temperror", "neutral", "none", "pass")


def authentication_results(headers: Sequence[str], server: str) -> Mapping[str, str] | None:
    """The result of each method, from the topmost of the headers; None if the server of this name (its authserv-id)
    has not written it. Of several results of a method, such as two signatures, the best counts, as for DMARC."""
    if not server or not headers:
        return None
    text = headers[0].replace("\r", " ").replace("\n", " ")
    for _ in range(_MOST_COMMENTS):
        text, count = _COMMENT.subn(" ", text)
        if not count:
            break
    name, *results = text.split(";")
    if name.split()[:1] != [server] and name.split()[:1] != [server.casefold()]:
        return None
    found: dict[str, str] = {}
    for result in results:
        match = _RESULT.match(result)
        method, said = (match[1].lower(), match[2].lower()) if match else ("", "")
        if method in METHODS and said in _RESULTS:
            found[method] = max(found.get(method, said), said, key=_WORST_FIRST.index)
    return found
