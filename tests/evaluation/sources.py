"""What each source of training documents brings: `python -m tests.evaluation.sources DATA --generated FOLDER`.

For each real set the weights are fitted on the other real sets, alone and with each set of generated documents, and
asked about the set that was left out. Nothing is written.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from tests.evaluation import softmax
from tests.evaluation.running import Way
from tests.evaluation.train import PENALTY, PRIOR, SETS, TASKS, Example, chosen, gather, without_right
from tests.evaluation.truth import labelled_documents, with_pages
from tests.support.read_cached import DEFAULT_FOLDER


def set_of(example: Example) -> str:
    """The name of the set it is from."""
    return example.name.split("/")[0]


def held_out(
    real: Sequence[Example], generated: Sequence[Example], prior: Mapping[str, float], sources: Sequence[frozenset[str]]
) -> dict[str, list[int]]:
    """Set -> how many of its documents are right, for each choice of generated sets."""
    usable = [example for example in (*real, *generated) if example.right]
    usable += [each for each in without_right(usable) if each.right]
    model = softmax.design([(example.candidates, example.right) for example in usable])
    sets = np.array([set_of(example) for example in usable])
    weights = np.array([example.weight for example in usable])
    made = {set_of(example) for example in generated}
    found: dict[str, list[int]] = {}
    for name in sorted({set_of(example) for example in real}):
        asked = [example for example in real if set_of(example) == name]
        found[name] = []
        for chosen_sets in sources:
            out = {name, *(made - chosen_sets)}
            counts = np.where(np.isin(sets, list(out)), 0.0, weights)
            fitted = softmax.fitted(model, counts, prior, PENALTY)
            found[name].append(sum(chosen(fitted, example)[0] in example.right for example in asked))
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints a table for each task."""
    parser = argparse.ArgumentParser(prog="python -m tests.evaluation.sources", description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--generated", type=Path, required=True)
    parser.add_argument("--cache", type=Path, default=DEFAULT_FOLDER)
    parser.add_argument("--generated-cache", type=Path)
    parser.add_argument("--weight", type=float, default=0.1, help="how much a generated document counts")
    parser.add_argument("--tasks", default=",".join(task for task in TASKS if task not in SETS))
    parser.add_argument("--every", type=int, default=1, metavar="N", help="take each N-th generated document alone")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args(arguments)
    tasks = options.tasks.split(",")
    documents = with_pages(labelled_documents(options.data))
    real = gather(documents, Way(ignore_xml=True, cache=options.cache), options.jobs, tasks)
    made_way = Way(ignore_xml=True, cache=options.generated_cache or options.cache)
    made = gather(list(labelled_documents(options.generated))[:: options.every], made_way, options.jobs, tasks)
    for task, examples in real.items():
        generated = [replace(example, weight=options.weight) for example in made[task]]
        names = sorted({set_of(example) for example in generated})
        sources = [frozenset[str](), *(frozenset({name}) for name in names), frozenset(names)]
        found = held_out(examples, generated, PRIOR[task], sources)
        headings = ["real", *(f"+{name.removeprefix('generated_')}" for name in names), "+all"]
        sys.stdout.write(f"{task:28}{'':5}" + "".join(f"{heading:>10}" for heading in headings) + "\n")
        for name, counts in found.items():
            asked = sum(set_of(example) == name for example in examples)
            sys.stdout.write(f"  {name:26}{asked:5}" + "".join(f"{count:10}" for count in counts) + "\n")
        sums = [sum(counts) for counts in zip(*found.values(), strict=True)]
        sys.stdout.write(f"  {'together':26}{len(examples):5}" + "".join(f"{count:10}" for count in sums) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
