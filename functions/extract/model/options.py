"""The options of a model, and a fingerprint of everything that changes its answer."""

import json
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256
from typing import Literal

from functions.extract.model.prompt import system_message, user_message
from functions.extract.model.schema import answer_schema
from shared.domain.companies import NO_COMPANIES, OwnCompanies
from shared.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelOptions:
    """One model. Prices are for a million tokens in whatever money the operator counts in; null is not known."""

    api_key: str = field(repr=False)
    base_url: str
    model: str
    timeout_seconds: float = 60
    max_input_chars: int = 60_000
    vision: Literal["off", "auto"] = "off"
    input_price: Decimal | None = None
    output_price: Decimal | None = None


def model_options(settings: Settings) -> ModelOptions:
    """The configured model; a price of 0 means unknown."""
    return ModelOptions(
        api_key=settings.openai_api_key.get_secret_value(),
        base_url=settings.openai_base_url,
        model=settings.openai_model,
        timeout_seconds=settings.openai_timeout_seconds,
        max_input_chars=settings.openai_max_input_chars,
        vision=settings.openai_vision,
        input_price=settings.openai_input_price or None,
        output_price=settings.openai_output_price or None,
    )


def model_fingerprint(options: ModelOptions, own: OwnCompanies = NO_COMPANIES, examples: str = "") -> str:
    """A fingerprint of everything that changes the answer to one document: the cache key."""
    asked = [
        options.base_url,
        options.model,
        options.max_input_chars,
        options.vision,
        system_message(own),
        user_message("", part=1, parts=2, context="", examples=examples),
        answer_schema(),
    ]
    return f"openai:{sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()[:32]}"
