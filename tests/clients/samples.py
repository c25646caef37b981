"""Samples that no other test has uploaded."""

from tests.support.stack import ROOT

SAMPLES = ROOT / "samples"


def distinct(marker: object) -> bytes:
    """The UBL invoice with a comment that changes its hash."""
    return (SAMPLES / "fietsen-ubl-nl.xml").read_bytes() + f"<!-- {marker} -->".encode()
