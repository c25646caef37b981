"""Runs a planned stack: stores, migrations, functions, dispatcher, intake, web app; stops it in reverse order."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence

from infra.local import output
from infra.local.programs import Program, ProgramError
from infra.local.stack import Stack
from infra.local.state import ROOT, write_record
from infra.local.supervisor import Report, Supervisor


def run_until_stopped(stack: Stack) -> int:
    """Runs the stack in the foreground until SIGTERM or Ctrl-C; prints the line `ready …` once all programs answer.
    The exit code is 0 after a clean stop."""

    async def stay() -> int:
        async with _running(stack, stack.stages, output.show):
            print(_where_to_click(stack))
            print(f"ready api={stack.api_url} web={stack.web_url}", flush=True)
            await asyncio.Event().wait()  # for ever: a signal cancels it
            return 0

    return asyncio.run(_until_signal(stay(), code=0))


def run_during(stack: Stack, work: Callable[[], int]) -> int:
    """Runs the stack, with logs only in files, while `work` runs in a thread, and returns its result. SIGTERM or Ctrl-C
    stops the stack, which makes the work fail; the exit code is then 130."""

    async def do() -> int:
        async with _running(stack, stack.stages, _only_trouble):
            return await asyncio.to_thread(work)

    return asyncio.run(_until_signal(do(), code=130))


def run_with_stores(stack: Stack, command: list[str]) -> int:
    """Runs only the migrated stores while the command runs with their settings. Returns its exit code."""

    async def do() -> int:
        async with _running(stack, (stack.stores,), _only_trouble):
            process = await asyncio.create_subprocess_exec(*command, env=dict(stack.environment))
            try:
                return await process.wait()
            finally:
                if process.returncode is None:
                    process.terminate()
                    await process.wait()

    return asyncio.run(_until_signal(do(), code=130))


async def _until_signal(work: Coroutine[None, None, int], *, code: int) -> int:
    """The work's exit code, or `code` after a signal, once the work has cleaned up."""
    task = asyncio.create_task(work)

    def stop() -> None:
        # Once: a second signal would cancel the clean-up and leave children behind.
        if not task.cancelling():
            task.cancel()

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, stop)
    try:
        return await task
    except asyncio.CancelledError:
        return code


@contextlib.asynccontextmanager
async def _running(stack: Stack, stages: Sequence[Sequence[Program]], report: Report) -> AsyncIterator[None]:
    """Starts group by group, with the migrations after the first; always stops in reverse order."""
    supervisor = _supervisor(stack, report)
    try:
        for number, stage in enumerate(stages):
            await supervisor.start(*stage)
            if number == 0:
                await _migrate(stack.environment)
        yield
    finally:
        for stage in reversed(stages):
            await supervisor.stop(*(program.name for program in stage))


async def _migrate(environment: Mapping[str, str]) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "alembic", "upgrade", "head"),
        cwd=ROOT,
        env=dict(environment),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    written, _ = await process.communicate()
    if process.returncode != 0:
        raise ProgramError(f"The migrations failed:\n{written.decode(errors='replace')[-3000:]}")


def _supervisor(stack: Stack, report: Report) -> Supervisor:
    def changed(pids: Mapping[str, int | None]) -> None:
        write_record(
            stack.state_dir,
            {
                "pid": os.getpid(),
                "api": stack.api_url,
                "web": stack.web_url,
                "ports": dict(stack.ports),
                "programs": dict(pids),
            },
        )

    return Supervisor(stack.state_dir / "logs", report, changed)


def _only_trouble(name: str, line: str) -> None:
    if name == "stack":
        output.show(name, line)


def _where_to_click(stack: Stack) -> str:
    auth = stack.environment.get("AUTH", "required")
    access = (
        "No API key is needed (AUTH=off): only this machine can reach it. AUTH=required turns keys on."
        if auth == "off"
        else "API keys are required; create one with `make api-key NAME=me ROLE=admin`."
    )
    return "\n".join(
        (
            "",
            f"  Web app    {stack.web_url}",
            f"  API        {stack.api_url}/api/invoices/",
            f"  API docs   {stack.api_url}/api/docs",
            f"  Data       {stack.state_dir}  (logs/ holds each program's log)",
            "",
            f"  {access}",
            "  Stop with Ctrl-C or `make stop`.",
            "",
        )
    )
