"""A client gives an idle connection up before the server does."""

import pytest
from pydantic import ValidationError

from infra.web_rules import CLIENT_LIMITS
from shared.http.keep_alive import IDLE_SECONDS
from shared.settings import Settings


def test_the_server_waits_longest_then_nginx_then_our_clients() -> None:
    assert IDLE_SECONDS < CLIENT_LIMITS.keep_alive_seconds < Settings().keep_alive_seconds


def test_a_server_that_would_wait_less_than_our_clients_is_refused() -> None:
    with pytest.raises(ValidationError, match="keep_alive_seconds"):
        Settings(keep_alive_seconds=IDLE_SECONDS)
