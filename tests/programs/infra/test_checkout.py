"""A checkout on a machine that turns line ends into CRLF works like any other."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


def git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not shutil.which("git") or not (ROOT / ".git").exists():
        pytest.skip("these sources are not in a Git repository")
    folder = tmp_path_factory.mktemp("checkout") / "invoices"
    git("clone", "--quiet", "-c", "core.autocrlf=true", "-c", "core.eol=crlf", str(ROOT), str(folder))
    return folder


def test_nothing_counts_as_changed(checkout: Path) -> None:
    assert git("-C", str(checkout), "status", "--porcelain") == ""


def test_scripts_and_generated_files_have_line_feeds_alone(checkout: Path) -> None:
    for name in (
        "infra/setup.sh",
        ".ci/run",
        "Makefile",
        "docs/openapi.json",
        "infra/nginx.conf",
        "requirements/dev.txt",
    ):
        content = (checkout / name).read_bytes()
        assert b"\n" in content
        assert b"\r" not in content, name
    subprocess.run(["bash", "-n", "infra/setup.sh"], cwd=checkout, check=True)


def test_documents_keep_their_bytes(checkout: Path) -> None:
    names = git("-C", str(checkout), "ls-files", "samples", "docs/screens").splitlines()
    assert len(names) > 30
    for name in names:
        object_id = git("-C", str(checkout), "rev-parse", f"HEAD:{name}")
        assert git("-C", str(checkout), "hash-object", "--no-filters", name) == object_id, name
