"""`python -m tests.evaluation.training_data OUT [--count 2000] [--seed 1]`: see the package."""

import argparse
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from random import Random

from tests.evaluation.training_data.foreign.documents import write_foreign
from tests.evaluation.training_data.printing import print_invoice
from tests.evaluation.training_data.truth import meta_of, truth_of, write_truth
from tests.evaluation.training_data.values import invent
from tests.evaluation.training_data.worn import write_worn
from tests.evaluation.training_data.year import write_year

OWN = "generated_own"


def write_own(folder: Path, seed: int, index: int) -> None:
    """One document of our own layouts. Its number and the seed decide everything about it."""
    rng = Random(f"{seed}/{index}")  # a string: the same on every machine
    invoice = invent(rng)
    printed = print_invoice(rng, invoice)
    path = folder / OWN / f"own-{index:05}-{invoice.country.code.lower()}.pdf"
    path.write_bytes(printed.pdf)
    write_truth(path, truth_of(invoice, printed.shown, printed.columns), meta_of(invoice, OWN, printed.layout))


def main(arguments: Sequence[str] | None = None) -> int:
    """Writes the folder."""
    parser = argparse.ArgumentParser(prog="python -m tests.evaluation.training_data", description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--foreign", type=int, default=0, help="documents of foreign renderers; installs them under OUT"
    )
    parser.add_argument("--worn", type=int, default=0, help="scans, faxes and photos of documents printed before")
    parser.add_argument("--year", type=int, default=0, metavar="SELLERS", help="a year of invoices of so many sellers")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args(arguments)
    (options.out / OWN).mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(options.jobs) as pool:
        for _ in pool.map(partial(write_own, options.out, options.seed), range(options.count), chunksize=20):
            pass
    foreign = write_foreign(options.out, options.seed, options.foreign) if options.foreign else 0
    worn = write_worn(options.out, options.seed, options.worn) if options.worn else 0
    year = write_year(options.out, options.seed, options.year) if options.year else 0
    sys.stdout.write(
        f"{options.out}: {options.count} of our own layouts, {foreign} of others, {worn} worn, {year} of a year\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
