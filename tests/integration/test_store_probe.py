"""Whether the store of documents works is asked of the real server."""

from typing import Any

import pytest

from infra.local.s3 import S3Server
from shared.adapters.object_store import make_object_store
from shared.errors import UnavailableError
from shared.settings import Settings


def _settings(server: S3Server, **others: Any) -> Settings:
    given: dict[str, Any] = {name.lower(): value for name, value in server.environment.items()}
    return Settings(**given | others)


def test_a_store_that_works_takes_its_probe_of_which_nothing_is_left(minio: S3Server) -> None:
    store = make_object_store(_settings(minio))
    before = set(store.keys(""))
    store.probe()
    assert set(store.keys("")) <= before


def test_a_store_that_takes_nothing_is_unavailable(minio: S3Server) -> None:
    with pytest.raises(UnavailableError):
        make_object_store(_settings(minio, minio_bucket="a-bucket-that-nobody-made")).probe()
