"""`python -m infra.local run|demo|stop|status|exec`: the whole system as processes of this machine, no Docker."""

import argparse
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from dotenv import dotenv_values

from infra.local.demo import run_demo
from infra.local.programs import ProgramError
from infra.local.running import run_until_stopped, run_with_stores
from infra.local.stack import Stack, plan_stack, stack_on
from infra.local.state import (
    DEFAULT_STATE_DIR,
    PRIVATE,
    ROOT,
    AlreadyRunningError,
    has_data,
    is_running,
    only_stack,
    read_record,
)
from shared.adapters.sandbox import hide_memory
from shared.settings import SettingsError, settings_of

_STOP_SECONDS = 90


def main() -> int:
    """Runs the command and returns its exit code; known errors are one sentence on stderr and exit code 1."""
    arguments = _parser().parse_args()
    state_dir = Path(arguments.state_dir).resolve()
    os.umask(PRIVATE)
    try:
        match arguments.command:
            case "run":
                hide_memory()
                with only_stack(state_dir):
                    return run_until_stopped(_plan(state_dir))
            case "demo":
                return run_demo(state_dir / "demo", given=_given(), port=_number("PORT"), web_port=_number("WEB_PORT"))
            case "exec":
                return _exec(state_dir, arguments.program)
            case "stop":
                return _stop(state_dir)
            case _:
                return _status(state_dir)
    except (ProgramError, AlreadyRunningError, SettingsError) as error:
        print(error, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m infra.local", description=__doc__)
    parser.add_argument(
        "--state-dir",
        default=os.environ.get("STATE_DIR") or str(DEFAULT_STATE_DIR),
        help="where data, secrets and logs are kept (STATE_DIR; default .local in the checkout)",
    )
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("run", help="start everything and stay until stopped (PORT and WEB_PORT choose the ports)")
    commands.add_parser("demo", help="process the samples in a temporary stack and show the results")
    commands.add_parser("stop", help="stop the stack that runs in the state directory")
    commands.add_parser("status", help="show what runs, and where; exit code 3 if nothing runs")
    beside = commands.add_parser(
        "exec", help="run a program with the settings of the stack, whose stores are started if needed"
    )
    beside.add_argument("program", nargs="+", help="put -- before it")
    return parser


def _plan(state_dir: Path) -> Stack:
    return plan_stack(state_dir, _given(), port=_number("PORT"), web_port=_number("WEB_PORT"))


def _given() -> Mapping[str, str]:
    """The operator's settings: the file .env, overridden by the environment. Raises SettingsError."""
    from_file = {name: value for name, value in dotenv_values(ROOT / ".env").items() if value}
    given = {**from_file, **os.environ}
    settings_of(given)  # told here, before anything is started
    return given


def _number(name: str) -> int | None:
    text = os.environ.get(name, "")
    if not text:
        return None
    if not (text.isdigit() and 1024 <= int(text) < 65_536):
        raise ProgramError(f"{name} must be a port number from 1024 to 65535, not {text!r}.")
    return int(text)


def _exec(state_dir: Path, program: list[str]) -> int:
    """Runs the program with the settings of the running stack, else with the operator's, if they name a database, else
    with the stores of the stopped stack, started for its duration. A DATABASE_URL of the environment comes before the
    stack: the stores of one system are never mixed with another's. Raises ProgramError if there is none: stores made in
    passing would be empty, and look like the real ones."""
    given = _given()
    if os.environ.get("DATABASE_URL") and not os.environ.get("STATE_DIR"):
        environment = given
    elif is_running(state_dir):
        environment = stack_on(state_dir, given, read_record(state_dir)["ports"]).environment
    elif given.get("DATABASE_URL"):
        environment = given
    elif has_data(state_dir):
        with only_stack(state_dir):
            return run_with_stores(_plan(state_dir), program)
    else:
        raise ProgramError(
            f"There is no stack in {state_dir}. Start one with `make run`, or name an existing system with "
            "DATABASE_URL and the settings of its other stores."
        )
    return subprocess.run(program, env=dict(environment), check=False).returncode  # noqa: S603 - the operator's own


def _stop(state_dir: Path) -> int:
    if not is_running(state_dir):
        print(f"No stack runs in {state_dir}.")
        return 0
    os.kill(read_record(state_dir)["pid"], signal.SIGTERM)
    deadline = time.monotonic() + _STOP_SECONDS
    while is_running(state_dir):
        if time.monotonic() > deadline:
            raise ProgramError(f"The stack in {state_dir} did not stop within {_STOP_SECONDS} s.")
        time.sleep(0.1)
    print("Stopped.")
    return 0


def _status(state_dir: Path) -> int:
    if not is_running(state_dir):
        print(f"No stack runs in {state_dir}.")
        return 3
    record = read_record(state_dir)
    print(f"api={record['api']} web={record['web']} pid={record['pid']}")
    for name, pid in record["programs"].items():
        print(f"  {name:<10} {'pid ' + str(pid) if pid else 'restarting':<12} {record['ports'].get(name, '')}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
