"""The short form of `python -m tests.load.lanes`: who waits for whom, by order and not by the clock."""

from collections.abc import Iterator

import pytest

from tests.load.lanes import DIGITAL, PHOTO, SCAN, SETTINGS, XML, Person, person
from tests.support.stack import RunningStack, eventually, running_stack

pytestmark = [pytest.mark.long, pytest.mark.timeout(900)]

SCANS = 16
LONGEST_SECONDS = 30  # seen: 0.3 s for an XML and 1 s for a digital PDF, on an idle machine


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStack]:
    with running_stack(tmp_path_factory.mktemp("lanes"), OCR_DPI="150", **SETTINGS) as running:
        yield running


@pytest.fixture(scope="module")
def people(stack: RunningStack) -> Iterator[tuple[Person, Person]]:
    """Two with a key each; what programs load at first is loaded."""
    with person(stack, "Ana") as ana, person(stack, "Ben") as ben:
        ana.waits({id_: at for path in (XML, DIGITAL, SCAN) for id_, at in ana.sends(path, [0]).items()})
        yield ana, ben


def test_an_e_invoice_a_digital_pdf_and_a_scan_do_not_wait_for_the_scans_of_another(
    people: tuple[Person, Person],
) -> None:
    ana, ben = people
    before = ana.sends(SCAN, range(100, 100 + SCANS // 2)) | ana.sends(PHOTO, range(100, 100 + SCANS // 2))
    for path in (XML, DIGITAL):
        (seconds,) = ben.waits(ben.sends(path, [200]))
        assert seconds < LONGEST_SECONDS
    (scan,) = ben.sends(SCAN, [200])
    eventually(lambda: ben.ended({scan: 0}), seconds=300)
    waiting = len(before) - len(ana.ended(before))
    print(f"{waiting} of {SCANS} scans still wait")
    assert waiting >= SCANS // 4, "first come, first served would have left none"
    own = ana.waits(ana.sends(XML, [300]))
    assert len(ana.ended(before)) < SCANS, "nor behind one's own scans"
    assert own[0] < LONGEST_SECONDS
    ana.waits(before)


def test_two_who_send_scans_get_half_each(people: tuple[Person, Person]) -> None:
    ana, ben = people
    first = ana.sends(SCAN, range(400, 400 + SCANS))
    second = ben.sends(SCAN, range(500, 500 + SCANS))
    eventually(lambda: len(ben.ended(second)) >= SCANS // 2, seconds=600, pause=0.3)
    ready = len(ana.ended(first))
    print(f"{ready} of the first when {SCANS // 2} of the second are ready")
    assert ready <= SCANS - 2, "first come, first served would have finished all of the first"
    ana.waits(first)
    ben.waits(second)
