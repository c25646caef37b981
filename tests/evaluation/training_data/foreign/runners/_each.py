"""Calls a renderer for each job on standard input, one JSON object a line; a job that fails is told and left out."""

import json
import sys


def each_job(render):
    for line in sys.stdin:
        job = json.loads(line)
        try:
            render(job["invoice"], job["path"])
        except Exception as error:  # noqa: BLE001 - foreign code may raise anything; the next job goes on
            sys.stderr.write(f"{job['path']}: {type(error).__name__}: {error}\n")
