"""A tree of words finds what the plain list of them finds."""

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest

from functions.extract.local.lexicon.alternatives import literal, one_of
from functions.extract.local.lexicon.phrases import any_of
from shared.domain.legal_forms import PRINTED_FORMS

FORMS = sorted(PRINTED_FORMS, key=len, reverse=True)


def texts() -> Iterator[str]:
    """Each form by itself, in capitals, cut, with one letter more, and run together with the next one."""
    for form, following in pairwise(FORMS):
        yield from (form, form.upper(), form[:-1], f"{form}x", f"{form}{following}", f"{form} {following}")


def test_each_form_is_found_as_far_as_in_a_list() -> None:
    tree = re.compile(one_of(map(literal, FORMS)), re.IGNORECASE)
    plain = re.compile("|".join(map(re.escape, FORMS)), re.IGNORECASE)

    assert all(
        [match.span() for match in tree.finditer(text)] == [match.span() for match in plain.finditer(text)]
        for text in texts()
    )


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        (["net", "net amount"], "Net Amount 12.00", "Net Amount"),
        (["total", "total a pagar", "tva"], "total a pago", "total"),
        (["montré", "montre", "monter"], "MONTRE", "MONTRE"),
        (["s.l", "sll"], "SLL", "SLL"),
        (["excl.", "exempt"], "excl VAT", "excl"),
        (["ıban", "iban"], "IBAN", "IBAN"),
    ],
)
def test_the_longest_word_that_fits_is_found(words: list[str], text: str, found: str) -> None:
    match = re.search(any_of(words), text, re.IGNORECASE)

    assert match is not None
    assert match.group() == found
