"""The extractors that turn a document's text into data."""

from enum import StrEnum


class Extractor(StrEnum):
    """The XML of an e-invoice, the built-in rules, a language model, or model and rules merged."""

    EINVOICE = "einvoice"
    LOCAL = "local"
    OPENAI = "openai"
    OPENAI_AND_LOCAL = "openai+local"
