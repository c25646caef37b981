"""Writes `infra/nginx.conf` from its template and the table of `infra/web_rules.py`: `python -m infra.nginx [--check]`.

With `--check` writes nothing; the exit code is 1 if the file is out of date.
"""

import re
import sys
from dataclasses import dataclass
from pathlib import Path

from infra import web_rules
from infra.web_rules import KEEP_FOR_EVER, KEEP_NOTHING, Files

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


def nginx_conf(places: Places) -> str:
    """The whole configuration. Raises KeyError for an unknown name in the template."""
    away = web_rules.API_AWAY
    values = {
        "origin": _ORIGIN,
        "listen": places.listen,
        "root": places.root,
        "api": places.api,
        "scratch": places.scratch,
        "access_log": places.access_log,
        "error_log": places.error_log,
        "gzip_from_bytes": str(web_rules.GZIP_FROM_BYTES),
        "cache_map": _CACHE_MAP,
        "headers": _headers("    "),
        "keep_nothing": KEEP_NOTHING,
        "api_paths": _api_paths(),
        "api_silence_seconds": str(web_rules.API_SILENCE_SECONDS),
        "away_status": str(away.status),
        "away_body": away.body,
        "files": "\n\n".join(_location(files) for files in web_rules.FILES),
    }
    return re.sub(r"\{\{ (\w+) \}\}", lambda match: values[match.group(1)], TEMPLATE.read_text())


_CACHE_MAP = f"""\
  # What is missing must not be kept as if it were there.
  map $status $kept_if_there {{
    ~^(200|206|304)$ "{KEEP_FOR_EVER}";
    default "{KEEP_NOTHING}";
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
