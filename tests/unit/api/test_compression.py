import gzip

import flask
import pytest
from werkzeug.test import TestResponse

from functions.api.compression import compress

LONG = b'["%s"]' % (b"invoice " * 5_000)


def _answer(body: object, *, mimetype: str = "application/json", accept: str = "gzip, br") -> TestResponse:
    app = flask.Flask("compressed")
    app.after_request(compress)

    @app.get("/")
    def answer() -> flask.Response:
        response = flask.Response(body, mimetype=mimetype)  # type: ignore[arg-type]
        response.set_etag("7")
        return response

    return app.test_client().get("/", headers={"Accept-Encoding": accept})


def test_long_json_goes_compressed_to_who_takes_it() -> None:
    response = _answer(LONG)
    assert response.headers["Content-Encoding"] == "gzip"
    assert response.headers["Vary"] == "Accept-Encoding"
    assert int(response.headers["Content-Length"]) == len(response.data) < len(LONG) / 10
    assert gzip.decompress(response.data) == LONG
    assert response.headers["ETag"] == '"7"', "it is sent back in If-Match"


@pytest.mark.parametrize("accept", ["", "identity", "br", "gzip;q=0"])
def test_who_does_not_take_gzip_gets_the_answer_as_it_is(accept: str) -> None:
    response = _answer(LONG, accept=accept)
    assert response.data == LONG
    assert "Content-Encoding" not in response.headers
    assert response.headers["Vary"] == "Accept-Encoding", "a cache must not give it to who takes gzip, nor the reverse"


@pytest.mark.parametrize(
    ("body", "mimetype"),
    [(b"[]", "application/json"), (LONG, "image/png"), (LONG, "text/event-stream"), (iter([LONG]), "application/json")],
)
def test_short_answers_files_and_streams_go_as_they_are(body: object, mimetype: str) -> None:
    assert "Content-Encoding" not in _answer(body, mimetype=mimetype).headers
