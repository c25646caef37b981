"""Writes `infra/nginx.conf` from its template and the table of `infra/web_rules.py`: `python -m infra.nginx [--check]`.

With `--check` writes nothing; the exit code is 1 if the file is out of date.
"""

import re
import sys
from dataclasses import dataclass
from pathlib import Path

from infra import web_rules
from infra.web_rules import KEEP_FOR_EVER, KEEP_NOTHING, ClientLimits, Files, Sentence
from shared.http.body_sizes import MOST_JSON_BYTES
from shared.tracing import REQUEST_ID

TEMPLATE = Path(__file__).with_name("nginx.template.conf")
CONF = Path(__file__).with_name("nginx.conf")

_ORIGIN = "Do not edit: `python -m infra.nginx` makes it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The paths of nginx; the defaults are those of the image."""

    listen: str = "8080"
    root: str = "/srv/app"
    api: str = "http://api:8080"
    scratch: str = "/tmp"  # noqa: S108 - in a container of its own
    access_log: str = "/dev/stdout"
    error_log: str = "/dev/stderr"


def nginx_conf(places: Places, limits: ClientLimits = web_rules.CLIENT_LIMITS) -> str:
    """The whole configuration. Raises KeyError for an unknown name in the template."""
    values = {
        "origin": _ORIGIN,
        "listen": places.listen,
        "root": places.root,
        "scratch": places.scratch,
        "access_log": places.access_log,
        "error_log": places.error_log,
        "gzip_from_bytes": str(web_rules.GZIP_FROM_BYTES),
        "cache_map": _CACHE_MAP,
        "headers": _headers("    "),
        "keep_nothing": KEEP_NOTHING,
        "api_paths": _api_paths(),
        "api_silence_seconds": str(web_rules.API_SILENCE_SECONDS),
        "retry_map": _retry_map(),
        "request_id_map": _REQUEST_ID_MAP,
        "header_seconds": str(limits.header_seconds),
        "silence_seconds": str(limits.silence_seconds),
        "keep_alive_seconds": str(limits.keep_alive_seconds),
        "upload_path": f"^{re.escape(web_rules.UPLOAD_PATH)}/?$",
        "most_json_bytes": str(MOST_JSON_BYTES),
        "to_api": _to_api(places, limits),
        "errors": "\n\n".join(_error(*one) for one in web_rules.NGINX_ERRORS.items()),
        "files": "\n\n".join(_location(files) for files in web_rules.FILES),
    }
    return re.sub(r"\{\{ (\w+) \}\}", lambda match: values[match.group(1)], TEMPLATE.read_text())


_CACHE_MAP = f"""\
  # What is missing must not be kept as if it were there.
  map $status $kept_if_there {{
    ~^(200|206|304)$ "{KEEP_FOR_EVER}";
    default "{KEEP_NOTHING}";
  }}"""

_REQUEST_ID_MAP = f"""\
  # The client's X-Request-Id if it is one, else nginx's own.
  map $http_x_request_id $known_id {{
    "~^{REQUEST_ID.pattern}$" $http_x_request_id;
    default $request_id;
  }}"""


def _retry_map() -> str:
    statuses = {one.status: one.retry_after for one in web_rules.NGINX_ERRORS.values() if one.retry_after is not None}
    lines = "\n    ".join(f'{status} "{seconds}";' for status, seconds in statuses.items())
    return f"""\
  map $status $retry_after {{
    {lines}
    default "";
  }}"""


def _to_api(places: Places, limits: ClientLimits) -> str:
    # An empty header is not sent, and keeps the server's from being inherited: the api sets its own.
    return f"""\
      set $api {places.api};
      proxy_pass $api;
      add_header X-Own-Headers "";
      limit_conn of_address {limits.connections_per_address};
      limit_conn of_all {limits.connections};"""


def _error(statuses: tuple[int, ...], sentence: Sentence) -> str:
    """What nginx answers instead of its own page of these statuses."""
    # No named location: a request that cannot be parsed has no address that it could keep.
    place = f"/.error/{statuses[0]}"
    return f"""\
    error_page {" ".join(map(str, statuses))} = {place};
    location = {place} {{
      internal;
      client_max_body_size 0;
      default_type application/json;
      return {sentence.status} '{sentence.body("$known_id")}';
    }}"""


def _headers(indent: str) -> str:
    lines = (f'add_header {name} "{value}" always;' for name, value in web_rules.HEADERS.items())
    return f"\n{indent}".join(lines)


def _api_paths() -> str:
    """A regular expression of the api's paths; takes precedence over the locations of files."""
    parts = []
    for rule in web_rules.API_PATHS:
        path = re.escape(rule.path.removeprefix("/"))
        parts += [f"{path}/", f"{path}$"] if rule.below else [f"{path}$"]
    return f"^/({'|'.join(parts)})"


def _location(files: Files) -> str:
    cache = "$kept_if_there" if files.cache == KEEP_FOR_EVER else f'"{files.cache}"'
    return f"""\
    location {files.prefix} {{
      {_headers("      ")}
      add_header Cache-Control {cache} always;
      try_files $uri {files.instead or "=404"};
    }}"""


def main() -> int:
    """Writes the file, or with `--check` compares it."""
    written = nginx_conf(Places())
    if "--check" not in sys.argv[1:]:
        CONF.write_text(written)
    elif CONF.read_text() != written:
        print(f"{CONF.name} is out of date: run `python -m infra.nginx`.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
