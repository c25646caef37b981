"""An offline server for the OpenAI chat-completions protocol that answers from the document in the request.

It checks requests as strictly as the real one (key, model, messages, strict schemas) and injects faults on demand.
From the command line: `python -m tests.support.model_server --port 21200 --script faults.json`, where faults.json is

    {"always": [{"fault": "no_json_schema"}],            every request
     "script": [{"fault": "rate_limit"}, null, ...],      one a request, in order; null is none
     "random": {"seed": 7, "rate": 0.3, "faults": [...]}} a share of the requests after the script

Faults and their parameters: see `FAULTS`.
"""

import argparse
import json
import random
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from typing import Any

from tests.support.documents import printed

KEY = "sk-test-key"
MODEL = "test-model"

Source = Callable[[str], Mapping[str, Any]]
"""The text of the document in a request -> the fields of the answer."""

Fault = Mapping[str, Any]

FAULTS = {
    "rate_limit": "429; `retry_after` is sent as the header (seconds or a date), none without it",
    "quota": "429 insufficient_quota",
    "server_error": "`status` (500) with an error body",
    "slow": "answers after `seconds` (5)",
    "cut_off": "closes the connection in the middle of the body",
    "dropped": "closes the connection without a response",
    "html": "200 and a web page",
    "half_json": "200, JSON content type, half a JSON body of the right length",
    "unauthorised": "401",
    "forbidden": "403",
    "unknown_model": "404",
    "no_json_schema": "400 for response_format json_schema (`status` to change that)",
    "no_response_format": "400 for any response_format",
    "no_temperature": "400 for a temperature",
    "no_images": "400 for pictures",
    "too_long": "400 context_length_exceeded if the document has more than `over_chars` (0) characters",
    "length": "cut off answer with finish_reason length if the document has more than `over_chars` (0) characters",
    "refusal": "message.refusal",
    "content_filter": "finish_reason content_filter",
    "no_choices": "an answer without choices",
    "not_json": "prose instead of JSON",
    "fenced": "the JSON in a code fence with a sentence before it",
    "wrong_shape": "JSON of another shape",
    "invalid_values": "an invalid date and an invalid amount",
    "invented": "a number and a total that the document does not have",
    "no_usage": "no token counts",
}


@dataclass(slots=True)
class Plan:
    """Which faults the next request has."""

    script: list[Fault | None] = field(default_factory=list)
    always: Sequence[Fault] = ()
    rate: float = 0.0
    choices: Sequence[Fault] = ()
    seed: int = 0
    _random: random.Random = field(init=False)
    _lock: threading.Lock = field(init=False, default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)
        for fault in (*self.always, *self.choices, *(one for one in self.script if one)):
            if fault["fault"] not in FAULTS:
                raise ValueError(f"no such fault: {fault['fault']}")

    @classmethod
    def load(cls, path: Path) -> "Plan":
        given = json.loads(path.read_text())
        share = given.get("random", {})
        return cls(
            script=given.get("script", []),
            always=given.get("always", ()),
            rate=share.get("rate", 0.0),
            choices=share.get("faults", ()),
            seed=share.get("seed", 0),
        )

    def take(self) -> dict[str, Fault]:
        """The faults of one request by name."""
        with self._lock:
            faults = list(self.always)
            if self.script:
                scripted = self.script.pop(0)
                faults += [scripted] if scripted else []
            elif self.choices and self._random.random() < self.rate:
                faults.append(self._random.choice(list(self.choices)))
        return {fault["fault"]: fault for fault in faults}


def document_text(body: Mapping[str, Any]) -> str:
    """The text between the document's marks in the first user message."""
    content = next(message["content"] for message in body["messages"] if message["role"] == "user")
    text = content if isinstance(content, str) else content[0]["text"]
    found = re.search(r"\[document (\w+)\]\n(.*)\n\[end of document \1\]", text, re.DOTALL)
    return found[2] if found else text


def read_offline(text: str) -> Mapping[str, Any]:
    """The local extractor's answer to the text, in its printed layout."""
    from functions.extract.local import extract_locally

    pages = re.split(r"^=== page \d+ ===\n?", text, flags=re.MULTILINE)
    extraction = extract_locally(printed(*(page for page in pages if page.strip())))
    fields = extraction.data.as_json()
    fields.pop("summary")
    codes = {finding.code for finding in extraction.findings}
    return {"is_invoice": "not-an-invoice" not in codes, "invoice_count": 1, **fields}


@dataclass(slots=True)
class ModelServer:
    """A running server: its address, and every received request body, in order."""

    base_url: str
    plan: Plan
    requests: list[dict[str, Any]] = field(default_factory=list)
    answered: int = 0


@contextmanager
def model_server(
    *, source: Source = read_offline, plan: Plan | None = None, port: int = 0, key: str = KEY, model: str = MODEL
) -> Iterator[ModelServer]:
    """A server on loopback until the block ends."""
    state = ModelServer(base_url="", plan=plan or Plan())
    numbers = count(1)

    class Handler(_Handler):
        server_state = state
        answer_source = staticmethod(source)
        api_key = key
        model_name = model
        response_numbers = numbers

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    state.base_url = f"http://127.0.0.1:{server.server_port}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Refused(Exception):  # noqa: N818  an answer, not a fault of the server
    def __init__(self, status: int, message: str, code: str | None = None, headers: Mapping[str, str] | None = None):
        super().__init__(message)
        self.status = status
        self.code = code
        self.headers = headers or {}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_state: ModelServer
    answer_source: Source
    api_key: str
    model_name: str
    response_numbers: Iterator[int]

    def do_GET(self) -> None:
        if self.path == "/v1/models":
            self._send(200, {"object": "list", "data": [{"id": self.model_name, "object": "model"}]})
        else:
            self._send(404, _error("no such path", None))

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        faults = self.server_state.plan.take()
        try:
            body = json.loads(raw)
            self.server_state.requests.append(body)
            self._check(body, faults)
            self._fail_outside(faults)
            completion = self._completion(body, faults)
        except _Refused as refused:
            self._send(refused.status, _error(str(refused), refused.code), refused.headers)
            return
        except _Closed:
            self.close_connection = True
            self.connection.close()
            return
        self._answer(completion, faults)

    def _check(self, body: Mapping[str, Any], faults: Mapping[str, Fault]) -> None:
        """Rejects what the real server rejects."""
        if self.path != "/v1/chat/completions":
            raise _Refused(404, f"Invalid URL ({self.path})")
        if self.headers.get("Authorization") != f"Bearer {self.api_key}" or "unauthorised" in faults:
            raise _Refused(401, "Incorrect API key provided.", "invalid_api_key")
        if "forbidden" in faults:
            raise _Refused(403, "Your project does not have access.", "forbidden")
        if body.get("model") != self.model_name or "unknown_model" in faults:
            raise _Refused(404, "The model does not exist or you do not have access to it.", "model_not_found")
        if not body.get("messages") or any(m["role"] not in ("system", "user", "assistant") for m in body["messages"]):
            raise _Refused(400, "messages: bad roles")
        if "temperature" in body and "no_temperature" in faults:
            raise _Refused(400, "Unsupported value: 'temperature' does not support 0 with this model.")
        if "no_images" in faults and any(isinstance(message["content"], list) for message in body["messages"]):
            raise _Refused(400, "This model does not support image inputs.")
        self._check_format(body, faults)
        too_long = faults.get("too_long")
        if too_long and len(document_text(body)) > too_long.get("over_chars", 0):
            raise _Refused(400, "This model's maximum context length is exceeded.", "context_length_exceeded")

    def _check_format(self, body: Mapping[str, Any], faults: Mapping[str, Fault]) -> None:
        shape = body.get("response_format")
        if shape is None:
            return
        if "no_response_format" in faults:
            raise _Refused(400, "response_format is not supported")
        if shape["type"] == "json_schema":
            if "no_json_schema" in faults:
                raise _Refused(faults["no_json_schema"].get("status", 400), "response_format: json_schema is unknown")
            if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", shape["json_schema"]["name"]):
                raise _Refused(400, "Invalid 'response_format.json_schema.name'")
            problem = schema_problem(shape["json_schema"]["schema"])
            if problem:
                raise _Refused(400, f"Invalid schema for response_format 'invoice': {problem}")
        elif shape["type"] == "json_object" and "json" not in json.dumps(body["messages"]).lower():
            raise _Refused(400, "'messages' must contain the word 'json' in some form")

    def _fail_outside(self, faults: Mapping[str, Fault]) -> None:
        """Faults of the service, independent of the request."""
        if "slow" in faults:
            time.sleep(faults["slow"].get("seconds", 5))
        if "dropped" in faults:
            raise _Closed
        if "rate_limit" in faults:
            after = faults["rate_limit"].get("retry_after")
            headers = {"Retry-After": str(after)} if after is not None else {}
            raise _Refused(429, "Rate limit reached.", "rate_limit_exceeded", headers)
        if "quota" in faults:
            raise _Refused(429, "You exceeded your current quota.", "insufficient_quota")
        if "server_error" in faults:
            raise _Refused(faults["server_error"].get("status", 500), "The server had an error.")

    def _completion(self, body: Mapping[str, Any], faults: Mapping[str, Fault]) -> dict[str, Any]:
        text = document_text(body)
        content = _content(dict(self.answer_source(text)), faults)
        message: dict[str, Any] = {"role": "assistant", "content": content, "refusal": None}
        finish = "stop"
        length = faults.get("length")
        if length and len(text) > length.get("over_chars", 0):
            message["content"], finish = content[: len(content) // 2], "length"
        if "refusal" in faults:
            message.update(content=None, refusal="I'm sorry, I can't help with that.")
        if "content_filter" in faults:
            message["content"], finish = None, "content_filter"
        prompt, answer = len(json.dumps(body["messages"])) // 4, len(content) // 4
        usage = {"prompt_tokens": prompt, "completion_tokens": answer, "total_tokens": prompt + answer}
        choice = {"index": 0, "message": message, "finish_reason": finish, "logprobs": None}
        return {
            "id": f"chatcmpl-{next(self.response_numbers)}",
            "object": "chat.completion",
            "created": int(time.time()),
            "model": f"{self.model_name}-2026-01-01",
            "choices": [] if "no_choices" in faults else [choice],
            "usage": None if "no_usage" in faults else usage,
        }

    def _answer(self, completion: Mapping[str, Any], faults: Mapping[str, Fault]) -> None:
        raw = json.dumps(completion).encode()
        if "html" in faults:
            self._send_bytes(200, b"<html><body>It works!</body></html>", "text/html")
        elif "half_json" in faults:
            self._send_bytes(200, raw[: len(raw) // 2], "application/json")
        elif "cut_off" in faults:
            self._send_bytes(200, raw[: len(raw) // 2], "application/json", length=len(raw))
            self.close_connection = True
        else:
            self._send_bytes(200, raw, "application/json")
        self.server_state.answered += 1

    def _send(self, status: int, body: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> None:
        self._send_bytes(status, json.dumps(body).encode(), "application/json", headers=headers)

    def _send_bytes(
        self,
        status: int,
        content: bytes,
        content_type: str,
        *,
        length: int | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        try:
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(length if length is not None else len(content)))
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True  # the client has stopped waiting

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the base class names it so
        """No log: the client has its own."""


class _Closed(Exception):  # noqa: N818
    pass


def _error(message: str, code: str | None) -> dict[str, Any]:
    return {"error": {"message": message, "type": "invalid_request_error", "param": None, "code": code}}


def _content(answer: dict[str, Any], faults: Mapping[str, Fault]) -> str:
    if "not_json" in faults:
        return "Sure! The invoice is over 100 euros."
    if "wrong_shape" in faults:
        return json.dumps({"result": {"vendor": "X", "sum": 12.5}})
    if "invalid_values" in faults:
        answer |= {"issue_date": "soon", "net_amount": "about a hundred", "seller": {"name": "x" * 300}}
    if "invented" in faults:
        answer |= {"invoice_number": "ZZ-99-INVENTED", "total_amount": "987654.32"}
    content = json.dumps(answer)
    return f"Here is the JSON:\n```json\n{content}\n```" if "fenced" in faults else content


_UNSUPPORTED = {
    "$ref", "$defs", "allOf", "oneOf", "not", "if", "then", "else", "pattern", "format", "minLength", "maxLength",
    "minimum", "maximum", "minItems", "maxItems", "uniqueItems", "default", "title", "patternProperties",
}  # fmt: skip


def schema_problem(schema: Any, path: str = "root", depth: int = 1) -> str | None:
    """Why a strict server would reject this schema (the common subset of their rules); None if it would not."""
    if not isinstance(schema, dict):
        return f"{path} is not a schema"
    if depth > 5:
        return f"{path} is nested too deep"
    unsupported = _UNSUPPORTED & schema.keys()
    if unsupported:
        return f"{path} uses {sorted(unsupported)}"
    if "type" not in schema and "anyOf" not in schema:
        return f"{path} has no type"
    for option in schema.get("anyOf", ()):
        problem = schema_problem(option, path, depth)
        if problem:
            return problem
    if schema.get("type") == "object":
        properties = schema.get("properties", {})
        if schema.get("additionalProperties") is not False or set(schema.get("required", ())) != set(properties):
            return f"{path}: additionalProperties must be false and every property required"
        for name, inner in properties.items():
            problem = schema_problem(inner, f"{path}.{name}", depth + 1)
            if problem:
                return problem
    if schema.get("type") == "array":
        return schema_problem(schema.get("items"), f"{path}[]", depth + 1)
    return None


def main() -> None:
    """Serve until interrupted; prints `ready <base url>` once it answers."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=21200)
    parser.add_argument("--script", type=Path, help="faults.json")
    parser.add_argument("--key", default=KEY)
    parser.add_argument("--model", default=MODEL)
    options = parser.parse_args()
    plan = Plan.load(options.script) if options.script else Plan()
    with model_server(plan=plan, port=options.port, key=options.key, model=options.model) as server:
        print(f"ready {server.base_url}", flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    main()
