"""Two instances of the api are replaced one after the other under load, and no request is dropped."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from infra.local.ports import choose_port
from infra.local.programs import Program, running
from infra.local.stack import function_program, stack_on
from tests.chaos.balancer import Balancer, balancer
from tests.support.stack import ROOT, RunningStack

XML = ROOT / "samples" / "fietsen-ubl-nl.xml"
DEREGISTRATION_SECONDS = 1.0  # connections that are being opened when an instance leaves the rotation still arrive
CLIENTS = 2


class _Load:
    """Clients that upload and list all the time, each call on a connection of its own."""

    def __init__(self, port: int) -> None:
        self._url = f"http://127.0.0.1:{port}"
        self._enough = threading.Event()
        self.answers: list[int | str] = []
        self._threads = [threading.Thread(target=self._go_on) for _ in range(CLIENTS)]

    def _go_on(self) -> None:
        headers = {"Connection": "close"}
        while not self._enough.is_set():
            content = XML.read_bytes() + f"<!-- {uuid4()} -->".encode()
            try:
                taken = httpx.post(
                    f"{self._url}/api/invoices/ocr", files={"file": ("a.xml", content)}, headers=headers, timeout=60
                )
                listed = httpx.get(f"{self._url}/api/invoices/", headers=headers, timeout=60)
                self.answers += [taken.status_code, listed.status_code]
            except httpx.HTTPError as error:
                self.answers.append(repr(error))

    @contextmanager
    def running(self) -> Iterator["_Load"]:
        for thread in self._threads:
            thread.start()
        try:
            yield self
        finally:
            self._enough.set()
            for thread in self._threads:
                thread.join()

    def wait_for(self, number: int) -> None:
        """Wait until `number` more calls were answered."""
        target = len(self.answers) + number
        while len(self.answers) < target:
            threading.Event().wait(0.05)


@pytest.mark.long
@pytest.mark.timeout(600)
def test_no_request_is_dropped(stack: RunningStack, tmp_path: Path) -> None:
    environment = stack_on(stack.state_dir, {}, stack.record["ports"]).environment

    def instance(name: str) -> tuple[int, Program]:
        port = choose_port()
        return port, replace(function_program("api", port, environment), name=name)

    with ExitStack() as exits, balancer() as front:
        alive = []
        for number in range(2):
            port, program = instance(f"old-{number}")
            alive.append((port, exits.enter_context(_started(program, tmp_path))))
            front.rotation.append(port)
        with _Load(front.port).running() as load:
            load.wait_for(10)
            for number, (port, old) in enumerate(alive):
                new_port, program = instance(f"new-{number}")
                exits.enter_context(_started(program, tmp_path))
                front.rotation = [*(one for one in front.rotation if one != port), new_port]
                threading.Event().wait(DEREGISTRATION_SECONDS)
                old.close()
                load.wait_for(10)
    dropped = [answer for answer in load.answers if answer not in {200, 202}]
    assert not dropped
    assert len(load.answers) >= 30
    _assert_both_replaced(front, [port for port, _ in alive])


def _assert_both_replaced(front: Balancer, old_ports: list[int]) -> None:
    assert len(front.rotation) == 2
    assert not set(front.rotation) & set(old_ports)


@contextmanager
def _started(program: Program, folder: Path) -> Iterator[ExitStack]:
    """A running program; closing it stops it as a platform does, by SIGTERM and a grace period."""
    with ExitStack() as life:
        life.enter_context(running(program, log_file=folder / f"{program.name}.log"))
        yield life
