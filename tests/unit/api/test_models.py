"""The models of requests and responses."""

import pytest
from pydantic import BaseModel, ValidationError

from functions.api.models.base import Model
from functions.api.models.data import DataQuery
from functions.api.models.invoices import ListQuery
from functions.api.models.webhooks import WebhookBody


@pytest.mark.parametrize("model", [ListQuery, DataQuery])
def test_the_schema_of_parameters_is_made_once_and_is_each_model_s_own(model: type[Model]) -> None:
    made = model.model_json_schema()
    assert made is model.model_json_schema()
    assert made == BaseModel.model_json_schema.__func__(model)  # type: ignore[attr-defined]
    assert made != model.model_json_schema(ref_template="{model}")


@pytest.mark.parametrize(
    "url",
    [
        "https://erp example.com/",
        "https://erp..example.com/",
        "https://.com/",
        "https://xn--/",
        "https://" + "a" * 64 + ".com/",
        "https://erp.example.com:0/",
        "https://erp.example.com:99999/",
    ],
)
def test_a_webhook_is_not_kept_for_an_address_that_nobody_can_have(url: str) -> None:
    with pytest.raises(ValidationError, match="must be an address such as"):
        WebhookBody(url=url)


@pytest.mark.parametrize(
    "url", ["https://erp.example.com", "http://erp_1:65535/x?y=1", "https://例え.jp/", "https://[2001:db8::1]:8443/"]
)
def test_a_webhook_is_kept_for_names_of_any_alphabet_and_ip_addresses(url: str) -> None:
    assert WebhookBody(url=url).url == url
