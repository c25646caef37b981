"""The client as a wheel, in an environment that has nothing of this repository."""

import os
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Mapping
from importlib.metadata import files, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.support.stack import ROOT

CLIENT = ROOT / "clients" / "python"
UV = Path(sysconfig.get_path("scripts")) / "uv"


def run(*command: object, cwd: Path, env: Mapping[str, str] | None = None) -> str:
    clean = {"PATH": os.environ["PATH"], "HOME": str(cwd), **(env or {})}
    ended = subprocess.run(list(map(str, command)), cwd=cwd, env=clean, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(UV, "build", "--offline", "--no-config", "--wheel", "--out-dir", folder, CLIENT, cwd=folder)
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of a new environment with the wheel, and of this one's packages with those that the wheel asks for."""
    folder = tmp_path_factory.mktemp("clean")
    run(sys.executable, "-m", "venv", "--without-pip", folder / "env", cwd=folder)
    made = folder / "env" / "bin" / "python"
    run(UV, "pip", "install", "--offline", "--no-config", "--no-deps", "--python", made, wheel, cwd=folder)
    site = Path(run(made, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder).strip())
    for name in asked_for("invoices-client", wheel):
        for entry in files_of(name):
            target = site / entry.name
            if not target.exists():
                target.symlink_to(entry)
    return made


def asked_for(name: str, wheel: Path) -> set[str]:
    """Names of all packages that the wheel needs with its command line, through others too."""
    with zipfile.ZipFile(wheel) as archive:
        metadata = next(one for one in archive.namelist() if one.endswith("METADATA"))
        lines = archive.read(metadata).decode().splitlines()
    waiting = [line.partition(": ")[2] for line in lines if line.startswith("Requires-Dist: ")]
    found: set[str] = set()
    while waiting:
        requirement = Requirement(waiting.pop())
        if requirement.marker and not any(requirement.marker.evaluate({"extra": extra}) for extra in ("", "cli")):
            continue
        package = canonicalize_name(requirement.name)
        if package not in found:
            found.add(package)
            waiting += [one for one in requires(package) or [] if "extra ==" not in one]
    return found


def files_of(name: str) -> list[Path]:
    """What a package has put beside others, its folders whole."""
    tops = {Path(str(file)).parts[0] for file in files(name) or [] if not str(file).startswith("..")}
    root = Path(sysconfig.get_path("purelib"))
    return [root / top for top in sorted(tops) if top not in ("__pycache__", "bin")]


def test_the_wheel_holds_the_client_and_no_more(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        text = b"".join(archive.read(name) for name in names)
    assert {name.split("/")[0] for name in names} == {"invoices_client", "invoices_client-1.0.0.dist-info"}
    assert "invoices_client/py.typed" in names
    assert "invoices_client/synchronous/client.py" in names
    assert str(ROOT).encode() not in text


def test_it_is_imported_from_the_wheel_with_what_that_asks_for(python: Path, tmp_path: Path) -> None:
    code = "import invoices_client, sys; print(invoices_client.__file__); print('functions' in sys.modules)"
    where, others = run(python, "-c", code, cwd=tmp_path).splitlines()
    assert Path(where).is_relative_to(python.parents[1])
    assert others == "False"


def test_the_command_is_installed(python: Path, tmp_path: Path) -> None:
    told = run(python.with_name("invoices"), "--help", cwd=tmp_path)
    assert "upload" in told


def test_the_types_are_found_by_a_type_checker(python: Path, tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(
        "from invoices_client import Invoices\n"
        "with Invoices('http://127.0.0.1') as invoices:\n"
        "    reveal_type(invoices.upload('a.pdf').wait().data.total_amount)\n"
    )
    told = run(sys.executable, "-m", "mypy", "--strict", "--python-executable", python, program, cwd=tmp_path)
    assert 'Revealed type is "decimal.Decimal | None"' in told
