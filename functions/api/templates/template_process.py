"""The sandboxed child that fills in an export template: `python -m functions.api.templates.template_process`.

It reads JSON, `{"body", "format"}` and then each invoice on a line of its own, and writes `ok` and the text, or `error`
and a sentence, to stdout, a line each. The template is a stranger's program: Jinja's sandbox keeps it from the
interpreter, and the limits of this process (time, memory, length of the output, no network) from the machine. Only
`rendering` calls it.
"""

import csv
import io
import json
import re
import sys
import traceback
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import escape

from functions.api.einvoices.elements import xml_characters
from functions.api.export_csv import as_cell
from functions.api.templates.template_formats import TemplateFormat

_MOST_PLACES = 8


def environment(format_: TemplateFormat) -> ImmutableSandboxedEnvironment:
    """Each value that a template prints is escaped for the format: as a cell of CSV that no spreadsheet runs, as XML,
    or as JSON. `|safe` has no power over it."""
    made = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, keep_trailing_newline=True, finalize=_ESCAPES[format_], trim_blocks=True
    )
    made.filters.update(_FILTERS)
    made.globals = {name: made.globals[name] for name in ("range", "dict", "namespace")}
    return made


def _csv(value: Any) -> str:
    """One cell. Numbers are written as they are."""
    text = value if isinstance(value, Decimal) else "" if value is None else str(value)
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="").writerow([as_cell(_number(text)), ""])
    return written.getvalue().removesuffix(",")


def _number(text: Any) -> Any:
    """The number that a text is as a whole, so that a minus is kept: no spreadsheet runs a number."""
    if not isinstance(text, str) or not text.lstrip("-").replace(".", "", 1).isdigit():
        return text
    try:
        return Decimal(text)
    except InvalidOperation:
        return text


def _json(value: Any) -> str:
    if isinstance(value, Undefined):
        return str(value)  # nothing of `if` without `else`; else it raises, and says what is undefined
    return json.dumps(str(value) if isinstance(value, Decimal) else value, ensure_ascii=False)


def _xml(value: Any) -> str:
    return "" if value is None else str(escape(xml_characters(str(value))))


_ESCAPES = {TemplateFormat.CSV: _csv, TemplateFormat.JSON: _json, TemplateFormat.XML: _xml}


def _day(value: Any, pattern: str = "%Y-%m-%d") -> str:
    """A day in another form; nothing for none. A year has four digits, which not every platform's %Y gives it."""
    if not value:
        return ""
    day = date.fromisoformat(str(value)[:10])
    return day.strftime(re.sub("%(.)", lambda found: f"{day.year:04}" if found[1] == "Y" else found[0], pattern))


def _amount(value: Any, places: int = 2, sign: int = 1) -> Decimal | None:
    """An amount with so many decimals, times the sign."""
    if value is None or value == "":
        return None
    return (sign * Decimal(str(value))).quantize(Decimal(1).scaleb(-min(int(places), _MOST_PLACES)), ROUND_HALF_UP)


def _lines_make_net(invoice: Any) -> bool:
    """Whether the lines have amounts that make the net amount."""
    amounts = [line.get("net_amount") for line in invoice["lines"]]
    net = invoice.get("net_amount")
    if not amounts or None in amounts or net is None:
        return False
    return sum(map(Decimal, amounts), Decimal(0)) == Decimal(net)


_FILTERS = {"day": _day, "amount": _amount, "lines_make_net": _lines_make_net}


def render(lines: Iterable[str]) -> str:
    """The text of a job, given its lines. Raises TemplateError, and whatever the template provokes."""
    template, *invoices = map(json.loads, lines)
    made = environment(TemplateFormat(template["format"]))
    return made.from_string(template["body"]).render(invoices=invoices)


def main() -> None:
    """Answers one job."""
    try:
        answer = "ok\n" + render(sys.stdin)
    except TemplateError as error:
        answer = f"error\n{_where(error)}{error.message or type(error).__name__}"
    except (ArithmeticError, LookupError, TypeError, ValueError, AttributeError, RecursionError) as error:
        answer = f"error\n{_where(error)}{type(error).__name__}: {error}"
    sys.stdout.write(answer)


def _where(error: Exception) -> str:
    """The line of the template. Jinja puts the template's frames and lines in the place of those that it compiled."""
    if isinstance(error, TemplateSyntaxError):
        return f"Line {error.lineno}: "
    frames = traceback.walk_tb(error.__traceback__)
    lines = [line for frame, line in frames if frame.f_code.co_filename == "<template>"]
    return f"Line {lines[-1]}: " if lines else ""


if __name__ == "__main__":
    main()
