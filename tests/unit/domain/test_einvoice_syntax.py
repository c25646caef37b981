"""Which XML is an e-invoice."""

import pytest

from shared.domain.einvoice_syntax import (
    SYNTAXES,
    EInvoiceNotReadError,
    EInvoiceSyntax,
    syntax_of,
    syntax_of_head,
)

UBL = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"


@pytest.mark.parametrize("syntax", EInvoiceSyntax)
def test_every_syntax_has_a_rule_a_name_and_roots_in_lower_case_namespaces(syntax: EInvoiceSyntax) -> None:
    rule = SYNTAXES[syntax]

    assert rule.name.startswith(("a ", "an "))
    assert rule.roots
    assert all(namespace == namespace.lower() for namespace in rule.roots.values())


@pytest.mark.parametrize("syntax", EInvoiceSyntax)
def test_no_syntax_hides_another(syntax: EInvoiceSyntax) -> None:
    for name, namespace in SYNTAXES[syntax].roots.items():
        if SYNTAXES[syntax].is_read:
            assert syntax_of(name, namespace) is syntax
        else:
            with pytest.raises(EInvoiceNotReadError) as refused:
                syntax_of(name, namespace)
            assert refused.value.syntax is syntax


def test_the_same_root_is_distinguished_by_its_namespace() -> None:
    assert syntax_of("Invoice", UBL) is EInvoiceSyntax.UBL
    assert syntax_of("Invoice", "urn:x") is None
    assert syntax_of("Invoice", "http://isdoc.cz/namespace/2013") is EInvoiceSyntax.ISDOC
    with pytest.raises(EInvoiceNotReadError, match="a Svefaktura"):
        syntax_of("Invoice", "urn:sfti:documents:BasicInvoice:1:0")


@pytest.mark.parametrize(
    ("head", "syntax"),
    [
        (f'<Invoice xmlns="{UBL}"><ID>', EInvoiceSyntax.UBL),
        (f"<!-- {'x' * 5000} --><i:Invoice xmlns:i='{UBL}'>", EInvoiceSyntax.UBL),
        (f"<Envelope><Header/><Body><Request><Invoice xmlns='{UBL}'>", EInvoiceSyntax.UBL),
        (f"<Envelope><a><b><c><Invoice xmlns='{UBL}'>", None),  # deeper than any envelope
        (f"<Order><Invoice xmlns='{UBL}'>", None),  # not an envelope
        (f'<Invoice xmlns="{UBL}"', None),  # cut in its own tag
        (f'<x:Invoice xmlns="{UBL}">', None),  # a prefix of no namespace
        ("no XML", None),
        ("", None),
    ],
)
def test_a_head_is_known_by_its_first_elements(head: str, syntax: EInvoiceSyntax | None) -> None:
    assert syntax_of_head(head) is syntax
