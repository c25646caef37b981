"""What is wrong with a request is told in the words of JSON."""

import pytest
from pydantic import ValidationError

from functions.api.models.review import ExportedBody
from functions.api.models.webhooks import ReplayBody
from shared.http.problems import faults_of


@pytest.mark.parametrize("body", [[], "text", 7, None])
def test_a_body_that_is_no_object_is_told_without_the_name_of_a_class(body: object) -> None:
    with pytest.raises(ValidationError) as caught:
        ExportedBody.model_validate(body)
    assert [one["msg"] for one in faults_of(caught.value)] == ["Input should be an object"]


def test_a_rule_of_ours_is_told_in_its_own_words_alone() -> None:
    with pytest.raises(ValidationError) as caught:
        ReplayBody.model_validate({})
    assert [one["msg"] for one in faults_of(caught.value)] == ["give id, or since and perhaps until"]
