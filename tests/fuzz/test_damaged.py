"""A short run of the fuzzer's targets over damage that is the same every time; `make fuzz` searches on from there."""

from collections.abc import Iterable

import pytest

from tests.fuzz.__main__ import FOUND, NAMES
from tests.fuzz.mutations import damaged
from tests.fuzz.targets import TARGETS, Target


@pytest.mark.parametrize("name", TARGETS)
def test_damage_ends_in_the_promised_error_or_in_none(name: str) -> None:
    target, seeds = TARGETS[name]
    _run(target, damaged(seeds(), number=400, seed=20))


@pytest.mark.parametrize("name", TARGETS)
def test_what_the_fuzzer_found_stays_repaired(name: str) -> None:
    target, _ = TARGETS[name]
    _run(target, (path.read_bytes() for path in sorted((FOUND / name).glob("*"))))


def test_the_fuzzer_knows_every_target() -> None:
    assert set(NAMES) == set(TARGETS)


def _run(target: Target, inputs: Iterable[bytes]) -> None:
    for data in inputs:
        target(data)


def test_the_fuzzer_finds_a_planted_bug() -> None:
    """A target that fails on what damage brings about: else the runs above would prove nothing."""

    def fragile(data: bytes) -> None:
        data.decode()

    _, seeds = TARGETS["text_layer"]
    with pytest.raises(UnicodeDecodeError):
        _run(fragile, damaged(seeds(), number=400, seed=20))
