"""The lock files are complete, agree with each other, and name no host."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
FUNCTIONS = ("upload", "ocr", "extract", "api")
LOCKED = [
    ROOT / "requirements" / "dev.txt",
    ROOT / "requirements" / "dispatcher.txt",
    *(ROOT / "functions" / name / "requirements.txt" for name in FUNCTIONS),
]


def pins(path: Path) -> dict[str, str]:
    return dict(re.findall(r"^([\w.-]+)==([^\s;\\]+)", path.read_text(), re.MULTILINE))


@pytest.mark.parametrize("path", LOCKED, ids=lambda path: path.parent.name + "-" + path.stem)
def test_every_package_has_its_hashes(path: Path) -> None:
    for entry in re.split(r"\n(?=\w)", path.read_text().split("\n", 2)[2]):
        assert "==" in entry.splitlines()[0]
        assert "--hash=sha256:" in entry


@pytest.mark.parametrize("path", LOCKED, ids=lambda path: path.parent.name + "-" + path.stem)
def test_no_host_is_named(path: Path) -> None:
    assert not re.search(r"https?://|--(extra-)?index-url|--find-links", path.read_text())


@pytest.mark.parametrize("path", LOCKED[1:], ids=lambda path: path.parent.name + "-" + path.stem)
def test_versions_are_those_that_the_tests_run_with(path: Path) -> None:
    tested = pins(LOCKED[0])
    assert {name: tested.get(name) for name in pins(path)} == pins(path)
