"""Parameters that a call does not have."""

import pytest

from functions.api.openapi import openapi_app
from functions.api.parameter_names import refuse_unknown_parameters
from shared.errors import BadRequestError


def test_of_many_unknown_parameters_the_first_are_told() -> None:
    query = "&".join(f"k{number}" for number in range(5000))
    with openapi_app().test_request_context(f"/api/invoices/?{query}"), pytest.raises(BadRequestError) as caught:
        refuse_unknown_parameters()
    assert [problem["parameter"] for problem in caught.value.details or ()] == [f"k{number}" for number in range(100)]
