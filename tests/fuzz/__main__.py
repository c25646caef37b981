"""`make fuzz SECONDS=60 [TARGET=einvoice]`: inputs that break a parser or a property. Exit code 1 if one is found.

atheris searches each target for so long. A failing input is written to `tests/fuzz/found/<target>/`, where every test
run reads it again: commit it with the fix. Inputs that reach new code are kept in `.cache/fuzz/<target>`.

Then the property tests run with fresh seeds (target `properties`). For each that fails, Hypothesis writes a patch below
`.hypothesis/patches`, which adds the failing example to the test as `@example`, and prints the command that applies it.
Last the growth of extraction with the size of a document is measured (target `growth`).
"""

import argparse
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / ".cache" / "fuzz"
FOUND = Path(__file__).parent / "found"
NAMES = (
    "einvoice",
    "einvoice_alone",
    "signed_file",
    "text_layer",
    "picture_listing",
    "multipart",
    "file_head",
    "event",
)
PROPERTIES = "properties"
GROWTH = "growth"
# Where new paths are looked for. Instrumenting every library too would take minutes.
_INSTRUMENTED = ["functions", "shared", "multipart"]
_LONGEST_INPUT = 64 * 1024
_ONE_INPUT_SECONDS = 20
_MEMORY_MB = 2048


def main() -> int:
    """Without --child: every target in a process of its own, one after the other, since atheris ends its process."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seconds", type=int, default=60, help="for each target")
    parser.add_argument("--target", choices=[*NAMES, PROPERTIES, GROWTH], help="only this one")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        _search(arguments.target, arguments.seconds)
    names = [arguments.target] if arguments.target else [*NAMES, PROPERTIES, GROWTH]
    failed = [name for name in names if _run(name, arguments.seconds) != 0]
    print(f"{len(names)} targets; failed: {', '.join(failed) or 'none'}")
    return 1 if failed else 0


def _run(name: str, seconds: int) -> int:
    if name == PROPERTIES:
        # Schemathesis takes the values out of Hypothesis' reports, and with them out of its patches.
        chosen = ["-p", "no:schemathesis", "-m", "hypothesis", "--hypothesis-profile", "explore"]
        arguments = ["pytest", "tests/unit", "tests/programs", "-q", *chosen]
    elif name == GROWTH:
        arguments = ["tests.fuzz.growth"]
    else:
        arguments = ["tests.fuzz", "--child", "--target", name, "--seconds", str(seconds)]
    command = [sys.executable, "-m", *arguments]
    print(f"== {name}", flush=True)
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def _search(name: str, seconds: int) -> None:
    try:
        import atheris  # type: ignore[import-untyped]
    except ImportError:
        sys.exit("atheris is not installed: `make setup` does it, on Linux")
    with atheris.instrument_imports(include=_INSTRUMENTED):
        from tests.fuzz.targets import TARGETS
    target, seeds = TARGETS[name]
    corpus, found = CORPUS / name, FOUND / name
    corpus.mkdir(parents=True, exist_ok=True)
    found.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds()):
        Path(corpus, f"seed-{number}").write_bytes(seed)
    options = [
        f"-max_total_time={seconds}",
        f"-max_len={_LONGEST_INPUT}",
        f"-timeout={_ONE_INPUT_SECONDS}",
        f"-rss_limit_mb={_MEMORY_MB}",
        f"-artifact_prefix={found}/",
        "-print_final_stats=1",
        "-verbosity=0",
    ]
    atheris.Setup([sys.argv[0], *options, str(corpus)], target)
    atheris.Fuzz()


if __name__ == "__main__":
    sys.exit(main())
