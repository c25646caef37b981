"""The short form of `make chaos`: some documents, some faults of the schedule, the same assertions."""

from pathlib import Path

import pytest

from tests.chaos.fault_injection import inject_faults
from tests.chaos.faults import PROGRAMS, FaultKind, schedule

DOCUMENTS, STEPS, SEED = 16, 5, 5


@pytest.mark.timeout(900)
def test_nothing_is_lost_and_nothing_is_done_twice(tmp_path: Path) -> None:
    report = inject_faults(tmp_path / "stack", documents=DOCUMENTS, seed=SEED, steps=STEPS)
    print(report.table())
    assert report.outcome.is_clean, report.outcome
    assert report.outcome.invoices == DOCUMENTS


def test_a_seed_gives_one_order() -> None:
    assert schedule(3) == schedule(3)
    assert schedule(3) != schedule(4)


def test_the_whole_schedule_disturbs_every_program_in_every_way() -> None:
    single = {(step[0].program, step[0].kind) for step in schedule(1) if len(step) == 1}
    assert single == {(program, kind) for program in PROGRAMS for kind in set(FaultKind) - {FaultKind.FORGET}} | {
        ("redis", FaultKind.FORGET)
    }
    pairs = [step for step in schedule(1) if len(step) == 2]
    assert {step[0].program for step in pairs} == set(PROGRAMS)
    assert all(first.program != second.program for first, second in pairs)
