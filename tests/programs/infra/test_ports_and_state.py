"""Ports are free when promised; secrets stay, and stay private; a state directory belongs to one stack."""

import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from infra.local import web
from infra.local.ports import choose_port, is_free, reserve_port
from infra.local.programs import ProgramError
from infra.local.stack import plan_stack
from infra.local.state import AlreadyRunningError, is_running, load_secrets, make_private, only_stack


@pytest.fixture
def taken_port() -> socket.socket:
    return socket.create_server(("127.0.0.1", 0))


def port_of(server: socket.socket) -> int:
    port: int = server.getsockname()[1]
    return port


def test_a_port_in_use_is_not_free(taken_port: socket.socket) -> None:
    with taken_port:
        assert not is_free(port_of(taken_port))


def test_another_port_is_chosen_when_the_preferred_is_in_use(taken_port: socket.socket) -> None:
    with taken_port:
        assert choose_port(port_of(taken_port)) != port_of(taken_port)


def test_port_is_promised_once() -> None:
    port = choose_port()
    assert not reserve_port(port)
    assert choose_port(port) != port


def test_port_promised_to_another_process_is_avoided_until_that_ends() -> None:
    code = "from infra.local.ports import choose_port; print(choose_port(), flush=True); input()"
    other = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert other.stdout is not None
    port = int(other.stdout.readline())
    assert is_free(port)
    assert not reserve_port(port)
    other.communicate("\n")
    assert reserve_port(port)


def test_several_ports_are_reserved_together_or_not_at_all() -> None:
    first = choose_port(also=(1,))
    assert choose_port(first - 1, also=(1,)) != first - 1
    assert reserve_port(first - 1)


def test_a_port_given_by_number_is_not_replaced_silently(tmp_path: Path, taken_port: socket.socket) -> None:
    with taken_port, pytest.raises(ProgramError, match=f"PORT={port_of(taken_port)} is used"):
        plan_stack(tmp_path, {}, port=port_of(taken_port), web_port=None)


def test_secrets_stay_and_are_private(tmp_path: Path) -> None:
    first = load_secrets(tmp_path)
    assert load_secrets(tmp_path) == first
    assert stat.S_IMODE((tmp_path / "secrets.json").stat().st_mode) == 0o600
    assert len(set(first.values())) == len(first)


def test_state_directory_belongs_to_one_stack(tmp_path: Path) -> None:
    with only_stack(tmp_path):
        assert is_running(tmp_path)
        with pytest.raises(AlreadyRunningError, match="already runs"), only_stack(tmp_path):
            pass
    assert not is_running(tmp_path)


def test_given_stores_are_used_instead_of_own_ones(tmp_path: Path) -> None:
    given = {"DATABASE_URL": "mysql://a:b@db.example/invoices", "REDIS_URL": "redis://r.example/0"}
    stack = plan_stack(tmp_path, given, port=None, web_port=None)
    assert [program.name for program in stack.stores] == ["s3"]
    assert stack.environment["DATABASE_URL"] == given["DATABASE_URL"]
    assert stack.environment["REDIS_URL"] == given["REDIS_URL"]


def test_two_stacks_get_different_ports_and_secrets(tmp_path: Path) -> None:
    first = plan_stack(tmp_path / "a", {}, port=None, web_port=None)
    second = plan_stack(tmp_path / "b", {}, port=None, web_port=None)
    assert not {*first.ports.values()} & {*second.ports.values()}
    assert first.environment["SECRET_KEY"] != second.environment["SECRET_KEY"]


def test_everything_listens_on_the_loopback_address(tmp_path: Path) -> None:
    stack = plan_stack(tmp_path, {"HOST": "0.0.0.0"}, port=None, web_port=None)  # noqa: S104 - what must not come true
    assert stack.environment["HOST"] == "127.0.0.1"
    for program in (*stack.stores, *stack.functions, stack.web):
        assert not [part for part in program.command if "0.0.0.0" in part]  # noqa: S104
        assert program is stack.web or [part for part in program.command if "127.0.0.1" in part]


def test_the_web_server_listens_on_the_loopback_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listening: list[object] = []
    monkeypatch.setattr("uvicorn.run", lambda *_, host, **__: listening.append(host))
    for name, value in plan_stack(tmp_path, {}, port=None, web_port=None).web.environment.items():
        monkeypatch.setenv(name, value)
    web.serve(1)
    assert listening == ["127.0.0.1"]


def test_what_an_earlier_version_left_open_is_closed_but_nothing_else(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_text("not of the stack")
    state_dir = tmp_path / "state"
    for name in ("redis", "s3/data", "of-somebody-else"):
        (state_dir / name).mkdir(parents=True)
        (state_dir / name / "file").write_text("content")
    (state_dir / "s3" / "link").symlink_to(outside)
    for path in (outside, *state_dir.rglob("*"), state_dir):
        path.chmod(0o755)
    make_private(state_dir)

    def modes(*names: str) -> set[int]:
        return {stat.S_IMODE((state_dir / name).stat().st_mode) for name in names}

    assert modes("", "redis", "redis/file", "s3/data", "s3/data/file") == {0o700}
    assert modes("of-somebody-else/file", "../outside") == {0o755}


def test_a_directory_that_is_shared_on_purpose_stays_open(tmp_path: Path) -> None:
    tmp_path.chmod(0o1777)
    make_private(tmp_path)
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o1777
