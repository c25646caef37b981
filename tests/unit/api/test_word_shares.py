"""Which invoices stand for all."""

from random import Random

from functions.api.word_shares import spread_ids


def test_ids_of_a_sample_are_spread_over_all_and_follow_no_step() -> None:
    ids = spread_ids(7, 1_000_000, Random(0))

    assert len(ids) == 1_000
    assert all(7 + 1_000 * part <= one < 7 + 1_000 * (part + 1) for part, one in enumerate(ids))
    assert sum(one % 1_000 == 7 for one in ids) < 20  # of ids that are a thousand apart, one in a thousand


def test_of_fewer_invoices_than_a_sample_has_each_is_in_it() -> None:
    assert spread_ids(7, 20, Random(0)) == list(range(7, 27))
