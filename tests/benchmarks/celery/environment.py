"""The Python environment of Celery: the product's packages, and those of `requirements.txt` before them."""

import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

_LOCKED = Path(__file__).with_name("requirements.txt")
_UV = Path(sys.prefix) / "bin" / "uv"


class NotInstalledError(RuntimeError):
    """Celery cannot be installed here; the sentence has the reason."""


def make_environment(folder: Path) -> Path:
    """Makes the environment in this folder and returns its Python. Raises NotInstalledError."""
    venv.create(folder, symlinks=True)
    python = folder / "bin" / "python"
    install = [str(_UV), "pip", "install", "--quiet", "--require-hashes", "--no-deps"]
    try:
        done = subprocess.run(
            [*install, "--python", str(python), "-r", str(_LOCKED)],
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotInstalledError(str(error)) from error
    if done.returncode != 0:
        raise NotInstalledError(done.stderr.strip()[-500:])
    own = Path(sysconfig.get_path("purelib", vars={"base": str(folder), "platbase": str(folder)}))
    (own / "product.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return python
