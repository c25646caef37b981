"""nginx's configuration is made from the table, for the image and for the test that runs it."""

import pytest

from infra.nginx import CONF, Places, nginx_conf
from infra.web_rules import FILES, HEADERS


def test_the_file_in_the_repository_is_up_to_date() -> None:
    assert CONF.read_text() == nginx_conf(Places()), "run `python -m infra.nginx`"


def test_every_location_that_sets_a_header_sets_all_of_them() -> None:
    conf = nginx_conf(Places())
    for name, value in HEADERS.items():
        assert conf.count(f'add_header {name} "{value}" always;') == 1 + len(FILES)


@pytest.mark.parametrize("place", ["listen", "root", "api", "scratch", "access_log", "error_log"])
def test_every_place_can_be_another(place: str) -> None:
    assert "/elsewhere" in nginx_conf(Places(**{place: "/elsewhere"}))
