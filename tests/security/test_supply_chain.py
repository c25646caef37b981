"""The images' packages: each is pinned with hashes, and its licence allows the system to be distributed."""

import re
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import pytest

from tests.support.stack import ROOT

DEPLOYED = [*sorted((ROOT / "functions").glob("*/requirements.txt")), ROOT / "requirements" / "dispatcher.txt"]
LOCKED = [
    *DEPLOYED,
    ROOT / "requirements" / "dev.txt",
    ROOT / "tests" / "benchmarks" / "celery" / "requirements.txt",
]

_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)
# The GPL and similar licences, but not the LGPL, which allows the use of an unchanged library.
_STRONG = re.compile(
    r"(?<!lesser )(?<!library )general public license|(?<!l)\bA?GPL|\bSSPL|\bBUSL|affero", re.IGNORECASE
)
_BUNDLED = re.compile(r"^licen[sc]e(?: for .* wheels)?:\s*(.*)$", re.IGNORECASE | re.MULTILINE)
# Libraries of wheels for other systems, which the same file lists and which are not installed.
_OTHER_SYSTEM = "GPL-3.0-with-GCC-exception"


def pins(path: Path) -> dict[str, str]:
    return {name.lower(): version for name, version in _PIN.findall(path.read_text())}


def told_licence(found: Distribution) -> str:
    """Expression, classifiers and the first line of the licence field of the package's metadata."""
    metadata = found.metadata
    classifiers = [line for line in metadata.get_all("Classifier") or [] if line.startswith("License")]
    expressions = metadata.get_all("License-Expression") or []
    fields = [field.strip().partition("\n")[0] for field in metadata.get_all("License") or []]
    return " | ".join([*expressions, *classifiers, *fields])


def bundled_licences(found: Distribution) -> list[str]:
    """The licences of foreign libraries inside the wheel, where a file lists them."""
    texts = [file.read_text() or "" for file in found.files or [] if "bundled" in file.name.lower()]
    return [name for text in texts for name in _BUNDLED.findall(text) if _OTHER_SYSTEM not in name]


@pytest.mark.parametrize("path", LOCKED, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_package_is_pinned_with_its_hashes(path: Path) -> None:
    text = path.read_text()
    blocks = re.split(r"\n(?=[A-Za-z0-9])", "\n" + text)
    named = [block for block in blocks if _PIN.match(block.strip())]
    assert len(named) == len(pins(path)) > 10
    assert [block.splitlines()[0] for block in named if "--hash=sha256:" not in block] == []
    assert not re.search(r"https?://|git\+|--index-url|--extra-index-url", text)


@pytest.mark.parametrize("path", DEPLOYED, ids=lambda path: path.parent.name)
def test_no_deployed_package_is_under_a_licence_that_binds_the_whole(path: Path) -> None:
    judged, binding = 0, []
    for name in pins(path):
        try:
            found = distribution(name)
        except PackageNotFoundError:
            continue  # for another system, by its marker
        judged += 1
        if _STRONG.search(told_licence(found)) or any(_STRONG.search(one) for one in bundled_licences(found)):
            binding.append(f"{name}: {told_licence(found)} {bundled_licences(found)}")
    assert binding == []
    assert judged > 10


@pytest.mark.parametrize(
    ("told", "binds"),
    [
        ("GPLv2", True),
        ("GPL-3.0-or-later", True),
        ("AGPL-3.0", True),
        ("GNU General Public License v3 (GPLv3)", True),
        ("GNU Affero General Public License v3", True),
        ("LGPLv3", False),
        ("LGPL-2.1-only", False),
        ("GNU Lesser General Public License v2 or later (LGPLv2+)", False),
        ("BSD-3-Clause", False),
        ("Apache-2.0 | MIT", False),
    ],
)
def test_how_licences_are_classified(told: str, binds: bool) -> None:
    assert bool(_STRONG.search(told)) is binds


def test_every_package_has_a_licence() -> None:
    silent = []
    for path in DEPLOYED:
        for name in pins(path):
            try:
                found = distribution(name)
            except PackageNotFoundError:
                continue
            files = [file for file in found.files or [] if re.match(r"(licen[sc]e|copying)", file.name, re.IGNORECASE)]
            if not told_licence(found).strip(" |") and not files:
                silent.append(name)
    assert silent == []


@pytest.mark.parametrize("name", ["function.Dockerfile", "dispatcher.Dockerfile", "frontend.Dockerfile"])
def test_images_do_not_run_as_root(name: str) -> None:
    users = re.findall(r"^USER (\S+)", (ROOT / "infra" / name).read_text(), re.MULTILINE)
    assert users
    assert users[-1].split(":")[0] not in {"root", "0"}


def test_images_install_with_hashes_only() -> None:
    hashed: dict[str, bool] = {}
    for path in (ROOT / "infra").glob("*.Dockerfile"):
        for command in path.read_text().replace("\\\n", " ").replace("&&", "\n").splitlines():
            if re.search(r"\bpip\b.* install ", command):
                hashed[path.name] = hashed.get(path.name, True) and "--require-hashes" in command
    assert hashed == {"function.Dockerfile": True, "dispatcher.Dockerfile": True}
