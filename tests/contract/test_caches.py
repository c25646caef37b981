"""Answers kept by document and fingerprint: what every cache promises."""

from shared.pipeline.ports import Cache

SHA, OTHER = "ab" * 32, "cd" * 32


def test_an_answer_is_found_by_document_and_fingerprint(cache: Cache) -> None:
    cache.put(SHA, "one", b"answer")
    assert cache.get(SHA, "one") == b"answer"
    assert cache.get(SHA, "other") is None
    assert cache.get(OTHER, "one") is None


def test_a_newer_answer_takes_the_place_of_the_older(cache: Cache) -> None:
    cache.put(SHA, "one", b"old")
    cache.put(SHA, "one", b"new")
    assert cache.get(SHA, "one") == b"new"


def test_forgetting_a_document_forgets_all_its_answers_and_no_others(cache: Cache) -> None:
    for fingerprint in ("one", "two"):
        cache.put(SHA, fingerprint, b"answer")
    cache.put(OTHER, "one", b"kept")
    assert set(cache.documents()) == {SHA, OTHER}
    cache.forget(SHA)
    cache.forget("ef" * 32)
    assert (cache.get(SHA, "one"), cache.get(SHA, "two")) == (None, None)
    assert cache.get(OTHER, "one") == b"kept"
    assert set(cache.documents()) == {OTHER}
