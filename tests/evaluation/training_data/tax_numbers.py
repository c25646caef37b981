"""Tax numbers with valid check digits: a template is filled at random until python-stdnum accepts it."""

import importlib
import string
from functools import cache
from random import Random
from typing import Any

from tests.evaluation.training_data.countries import TaxIdForm

_TRIES = 20_000
"""The strictest check is two independent ones (FR: 1 in 970)."""


def tax_number(rng: Random, form: TaxIdForm) -> str:
    """A number of this form. Raises ValueError if none was found."""
    for _ in range(_TRIES):
        number = _filled(rng, form.template)
        if form.module is None or _module(form.module).is_valid(number):
            return number
    raise ValueError(f"no valid number of {form.module} fits {form.template}")


def _filled(rng: Random, template: str) -> str:
    kinds = {"#": string.digits, "@": string.ascii_uppercase, "?": string.digits + string.ascii_uppercase}
    return "".join(rng.choice(kinds[character]) if character in kinds else character for character in template)


@cache
def _module(name: str) -> Any:
    return importlib.import_module(f"stdnum.{name}")
