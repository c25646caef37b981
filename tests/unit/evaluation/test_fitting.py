"""How rankers are fitted, and how long features are kept."""

from pathlib import Path

import numpy as np
import pytest

from tests.evaluation import feature_cache, softmax
from tests.evaluation.sources import held_out
from tests.evaluation.train import Example


def test_the_right_candidates_feature_gets_the_higher_weight() -> None:
    model = softmax.design([([{"total": 1.0}, {"net": 1.0}], {0}), ([{"net": 1.0}, {"total": 1.0}], {1})])

    weights = softmax.fitted(model, np.ones(2), {}, penalty=0.1)

    assert weights["total"] > 0 > weights["net"]
    assert weights["total"] == pytest.approx(-weights["net"])


def test_a_document_that_counts_nothing_teaches_nothing() -> None:
    model = softmax.design([([{"total": 1.0}, {"net": 1.0}], {0}), ([{"total": 1.0}, {"net": 1.0}], {1})])

    assert softmax.fitted(model, np.array([1.0, 0.0]), {}, penalty=1.0)["total"] > 0
    assert softmax.fitted(model, np.array([0.0, 1.0]), {}, penalty=1.0)["total"] < 0


def test_without_documents_the_weights_are_the_prior() -> None:
    model = softmax.design([([{"total": 1.0}, {}], {0})])

    assert softmax.fitted(model, np.zeros(1), {"total": 3.0}, penalty=1.0) == {"total": pytest.approx(3.0)}


def test_a_set_is_asked_about_with_weights_that_have_not_seen_it() -> None:
    def example(name: str, right: int) -> Example:
        candidates = [{"above": 1.0}, {"below": 1.0}]
        return Example(
            name=name, group=name, candidates=candidates, values=["1", "2"], right=frozenset({right}), wanted="1"
        )

    real = [example("a/1", 0), example("b/1", 1)]
    made = [example("made/1", 0), example("made/2", 0)]

    found = held_out(real, made, {}, [frozenset(), frozenset({"made"})])

    assert found == {"a": [0, 1], "b": [0, 0]}  # each real set alone teaches the opposite of the other


def test_what_was_computed_is_kept_until_the_file_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feature_cache, "FOLDER", tmp_path / "kept")
    document = tmp_path / "a.pdf"
    document.write_bytes(b"one")
    calls: list[int] = []

    def compute() -> dict[str, int]:
        calls.append(len(calls))
        return {"calls": len(calls)}

    assert feature_cache.kept(document, "way", compute) == feature_cache.kept(document, "way", compute) == {"calls": 1}
    document.write_bytes(b"three")

    assert feature_cache.kept(document, "way", compute) == {"calls": 2}
    assert feature_cache.kept(document, "another way", compute) == {"calls": 3}
