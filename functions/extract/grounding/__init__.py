"""Every value found again in the words: its page, its box, what is printed there, and how sure that makes it."""

from functions.extract.grounding.ground import ground

__all__ = ["ground"]
