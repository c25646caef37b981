"""The lock files are complete, agree with each other, and name no host."""

import ast
import re
import sys
from importlib.metadata import files, packages_distributions
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
    entries = re.split(r"\n(?=\w)", path.read_text().split("\n", 2)[2])
    assert len(entries) > 10
    for entry in entries:
        assert "==" in entry.splitlines()[0]
        assert "--hash=sha256:" in entry


@pytest.mark.parametrize("path", LOCKED, ids=lambda path: path.parent.name + "-" + path.stem)
def test_no_host_is_named(path: Path) -> None:
    assert not re.search(r"https?://|--(extra-)?index-url|--find-links", path.read_text())


@pytest.mark.parametrize("path", LOCKED[1:], ids=lambda path: path.parent.name + "-" + path.stem)
def test_versions_are_those_that_the_tests_run_with(path: Path) -> None:
    tested = pins(LOCKED[0])
    assert {name: tested.get(name) for name in pins(path)} == pins(path)


# A developer runs it; the function reads the file that it writes.
GENERATORS = {ROOT / "functions" / "extract" / "local" / "lexicon" / "generate.py"}


# Their module of another distribution's name loads that distribution's.
FORWARDING = {"python-multipart"}


def imported_packages(*folders: Path) -> set[str]:
    """The distributions, by their normalised names, that the modules under these folders import."""
    names = set()
    for path in (path for folder in folders for path in folder.rglob("*.py") if path not in GENERATORS):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.add(node.module)
    ours = {"functions", "shared", "infra", "migrations", "invoices_client"}
    distributions = packages_distributions()
    return {
        re.sub(r"[-_.]+", "-", distribution).lower()
        for name in names
        if (top := name.partition(".")[0]) not in ours | sys.stdlib_module_names
        for distribution in distributions.get(top, [f"unknown: {top}"])
        # Several distributions share names such as `google`: meant is the one that has the module.
        if len(distributions.get(top, [])) < 2 or (_has(distribution, name) and distribution not in FORWARDING)
    }


def _has(distribution: str, module: str) -> bool:
    path = module.replace(".", "/")
    return any(str(file).startswith((f"{path}/", f"{path}.")) for file in files(distribution) or ())


# Used only where pages are read or pictures made: by ocr, and by api and extract in their sandboxes.
READING_ONLY = {"pillow", "pi-heif", "pdf2image", "opencv-python-headless", "numpy", "lxml", "pypdf", "pypdfium2"}
# Used only where other systems are called: webhooks by api and dispatcher, the model by extract.
CALLING_ONLY = {"httpx", "httpcore"}
# What modules of shared/ import that a function never does.
NOT_NEEDED: dict[str, set[str]] = {
    "upload": READING_ONLY | CALLING_ONLY,
    "ocr": CALLING_ONLY,
    "extract": READING_ONLY - {"pillow", "pi-heif", "lxml", "pypdfium2"},
    "api": set(),
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_function_s_lock_file_holds_what_it_imports(name: str) -> None:
    wanted = imported_packages(ROOT / "functions" / name, ROOT / "shared") - NOT_NEEDED[name]
    locked = pins(ROOT / "functions" / name / "requirements.txt")
    assert {"redis", "sqlalchemy", "functions-framework"} <= wanted
    assert wanted <= set(locked)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_what_a_function_needs_not_it_does_not_install(name: str) -> None:
    direct = imported_packages(ROOT / "functions" / name)
    assert not direct & NOT_NEEDED[name]


def test_dispatcher_s_lock_file_holds_what_it_imports() -> None:
    ours = (ROOT / "infra" / "dispatcher", ROOT / "infra" / "intake", ROOT / "shared", ROOT / "migrations")
    client = ROOT / "clients" / "python" / "src" / "invoices_client"  # the intake imports how it watches folders
    wanted = imported_packages(*ours, client / "asynchronous", client / "synchronous") - READING_ONLY
    assert {"redis", "sqlalchemy", "alembic", "imap-tools", "watchfiles"} <= wanted
    assert wanted <= set(pins(ROOT / "requirements" / "dispatcher.txt"))
