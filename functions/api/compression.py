"""Long JSON answers go compressed to who takes gzip: the text of three hundred pages is 9 MB, and 2.5 MB so."""

import gzip

import flask

_FROM_BYTES = 20_000
"""What is shorter fits into a few packets anyway."""

_LEVEL = 1
"""JSON shrinks to a quarter at the first level, and at the sixth, in twenty times the time, to a fifth."""


def compress(response: flask.Response) -> flask.Response:
    """The answer, compressed if it is JSON of some length and the client takes gzip. Its ETag stays as it is, since it
    names the version of the invoice, to be sent in If-Match, and not these bytes."""
    if response.mimetype != "application/json" or response.is_streamed:
        return response
    body = response.get_data()
    if len(body) < _FROM_BYTES:
        return response
    response.vary.add("Accept-Encoding")
    if flask.request.accept_encodings.quality("gzip") > 0:
        response.set_data(gzip.compress(body, _LEVEL, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response
