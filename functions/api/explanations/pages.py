"""The explanations as pages: HTML for the API's own documentation, Markdown for docs/. Each code is an anchor."""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from functions.api.explanations.errors import ERRORS
from functions.api.explanations.findings import FINDINGS_EXPLAINED
from functions.api.openapi_closed_sets import meaning
from shared.domain.finding_codes import FINDINGS


class Kind(StrEnum):
    """The pages, by their names in addresses."""

    ERRORS = "errors"
    FINDINGS = "findings"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One code: its text, and its parameters with what they are."""

    code: str
    text: str
    parameters: Mapping[str, str]


_TITLES: Mapping[Kind, str] = {Kind.ERRORS: "Errors", Kind.FINDINGS: "Findings"}

_ABOUT_ERRORS = (
    "The `code` of every answer that is an error, and of the `error` of an invoice that failed. An answer links to its "
    'code here: `Link: <…>; rel="help"`.'
)
_ABOUT_FINDINGS = (
    "The `code` of what the checks find in an invoice (`checks`). Names in braces are the finding's `params`. "
    "Where the rules come from, and how far apart two figures may be, is in docs/checks.md."
)
_INTRODUCTIONS: Mapping[Kind, str] = {Kind.ERRORS: _ABOUT_ERRORS, Kind.FINDINGS: _ABOUT_FINDINGS}


def entries(kind: Kind) -> Iterator[Entry]:
    """The codes of a page, in the order of their set."""
    if kind is Kind.ERRORS:
        yield from (Entry(code=code, text=text, parameters={}) for code, text in ERRORS.items())
        return
    for code, text in FINDINGS_EXPLAINED.items():
        parameters = {name: meaning(parameter) for name, parameter in FINDINGS[code].params.items()}
        yield Entry(code=code, text=text, parameters=parameters)


def markdown(kind: Kind) -> str:
    """The page for readers of the repository."""
    parts = [f"# {_TITLES[kind]}\n\n{_INTRODUCTIONS[kind]} This file is generated.\n"]
    for entry in entries(kind):
        rows = "".join(f"- `{name}`: {text}\n" for name, text in entry.parameters.items())
        parts.append(f"## {entry.code}\n\n{entry.text}\n" + (f"\n{rows}" if rows else ""))
    return "\n".join(parts)


def page(kind: Kind) -> str:
    """The page for readers of a running system."""
    body = "".join(_section(entry) for entry in entries(kind))
    return _PAGE.format(title=_TITLES[kind], introduction=_inline(_INTRODUCTIONS[kind]), body=body)


def _section(entry: Entry) -> str:
    code = html.escape(entry.code)
    rows = "".join(
        f"<dt><code>{html.escape(name)}</code></dt><dd>{_inline(text)}</dd>" for name, text in entry.parameters.items()
    )
    listed = f"<dl>{rows}</dl>" if rows else ""
    return f'<section id="{code}"><h2><a href="#{code}">{code}</a></h2><p>{_inline(entry.text)}</p>{listed}</section>\n'


def _inline(text: str) -> str:
    return re.sub("`([^`]+)`", r"<code>\1</code>", html.escape(text, quote=False))


_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · Invoice processing API</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }}
h2 {{ font-size: 1.1rem; margin: 2rem 0 0; }}
p, dl {{ margin: 0.25rem 0; }}
dd {{ margin: 0 0 0 1.5rem; }}
a {{ color: inherit; }}
section:target h2 {{ text-decoration: underline; }}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p>{introduction}</p>
{body}</main>
</body>
</html>
"""
