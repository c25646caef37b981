"""One stack that asks for keys, for all clients."""

from collections.abc import Iterator

import pytest

from invoices_client import Invoices
from tests.support.faulty_server import FaultyServer, faulty_server
from tests.support.stack import RunningStack, running_stack


@pytest.fixture(scope="session")
def guarded_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStack]:
    """AUTH=required."""
    with running_stack(tmp_path_factory.mktemp("clients"), AUTH="required", MAX_UPLOAD_MB="4") as running:
        yield running


@pytest.fixture(scope="session")
def url(guarded_stack: RunningStack) -> str:
    """Where the API is."""
    return str(guarded_stack.client.base_url)


@pytest.fixture(scope="session")
def key(guarded_stack: RunningStack) -> str:
    """A reviewer's key."""
    return guarded_stack.new_key("clients")


@pytest.fixture
def invoices(url: str, key: str) -> Iterator[Invoices]:
    """A reviewer's client."""
    with Invoices(url, key) as client:
        yield client


@pytest.fixture
def faulty(url: str) -> Iterator[FaultyServer]:
    """The API behind a server that has faults."""
    with faulty_server(url) as server:
        yield server
