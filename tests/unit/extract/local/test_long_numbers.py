import pytest

from functions.extract.local import extract_locally
from tests.support.documents import printed


@pytest.mark.parametrize("number", ["99999999999999", "9999999999999.9", "9.999.999.999.999", "999999999999.99"])
def test_a_number_longer_than_any_amount_breaks_nothing(number: str) -> None:
    extraction = extract_locally(printed(f"Invoice 17\nItem   Qty   Amount\nChair   1   {number}\nTotal   {number}"))

    total = extraction.data.total_amount
    assert total is None or total < 10**12
