"""Grounding: finds each value in the words, with page, box, printed text and confidence."""

from functions.extract.grounding.ground import ground

__all__ = ["ground"]
