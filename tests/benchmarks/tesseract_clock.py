"""How long Tesseract itself worked: a script of its name stands before it on the path and notes when each run was."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class TesseractClock:
    """Use `path` as PATH of the programs to be measured."""

    log: Path
    path: str

    def busy_seconds(self, begin: float, end: float) -> float:
        """Seconds between two Unix times in which at least one Tesseract ran; runs side by side count once."""
        runs = sorted(
            (max(begin, start), min(end, stop)) for start, stop in self._runs() if stop > begin and start < end
        )
        total, reached = 0.0, begin
        for start, stop in runs:
            total += max(0.0, stop - max(start, reached))
            reached = max(reached, stop)
        return total

    def _runs(self) -> list[tuple[float, float]]:
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        return [(float(start), float(stop)) for start, stop in (line.split() for line in lines)]


def tesseract_clock(folder: Path) -> TesseractClock:
    """Puts the script into the folder."""
    real = shutil.which("tesseract")
    if real is None:
        raise FileNotFoundError("tesseract is not installed: run `make setup`")
    log, script = folder / "runs", folder / "bin" / "tesseract"
    script.parent.mkdir(parents=True)
    script.write_text(
        f"""#!/bin/sh
start=$(date +%s.%N)
{real} "$@"
code=$?
echo "$start $(date +%s.%N)" >> {log}
exit $code
"""
    )
    script.chmod(0o755)
    return TesseractClock(log=log, path=f"{script.parent}{os.pathsep}{os.environ['PATH']}")
