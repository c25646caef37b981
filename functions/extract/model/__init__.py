"""Extraction by a language model behind any server that speaks the OpenAI chat-completions protocol.

`options` what is asked of whom; `schema` the shape of the answer; `cutting` the document in parts that fit; `prompt`
the words; `examples` what is shown of a seller; `client` one request and its faults; `answer` JSON to InvoiceData;
`merging` the parts' answers to one; `extractor` all of it in order.
"""

from functions.extract.model.client import ModelClient, RequestBudget
from functions.extract.model.examples import examples_of
from functions.extract.model.extractor import extract_with_model
from functions.extract.model.options import ModelOptions, model_fingerprint, model_options

__all__ = [
    "ModelClient",
    "ModelOptions",
    "RequestBudget",
    "examples_of",
    "extract_with_model",
    "model_fingerprint",
    "model_options",
]
