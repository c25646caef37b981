"""`calls_process`, whose forks answer several requests: `python -m tests.programs.adapters.shared_calls_process`."""

from shared.adapters.forked_calls import serve
from tests.programs.adapters.calls_process import answer

SHARED_BYTES = 10_000

if __name__ == "__main__":
    serve(answer, shared_bytes=SHARED_BYTES)
