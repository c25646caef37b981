"""The models of requests and responses."""

import pytest
from pydantic import BaseModel

from functions.api.models.base import Model
from functions.api.models.data import DataQuery
from functions.api.models.invoices import ListQuery


@pytest.mark.parametrize("model", [ListQuery, DataQuery])
def test_the_schema_of_parameters_is_made_once_and_is_each_model_s_own(model: type[Model]) -> None:
    made = model.model_json_schema()
    assert made is model.model_json_schema()
    assert made == BaseModel.model_json_schema.__func__(model)  # type: ignore[attr-defined]
    assert made != model.model_json_schema(ref_template="{model}")
