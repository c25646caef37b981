"""`extract_text` in sandboxed processes, within limits that grow with the text."""

from math import ceil

from functions.extract.text_tasks import Extracted, TextTask, extracted_codec, task_codec
from shared.adapters.sandbox import MEGABYTE
from shared.adapters.sandboxed_calls import SandboxedCalls

LEAST_SECONDS = 10
SECONDS_A_MEGABYTE = 8


class SandboxedExtraction:
    """Safe to call from any thread. At most `processes` texts are extracted at a time, each within `memory_mb` and, the
    longest, `longest_seconds` of processor time."""

    def __init__(self, *, processes: int, memory_mb: int, longest_seconds: float) -> None:
        self._call = SandboxedCalls("functions.extract.text_extraction_process", limit=processes, memory_mb=memory_mb)
        self._longest_seconds = longest_seconds

    def __call__(self, content: bytes, task: TextTask) -> Extracted:
        """As `extract_text`. Raises TooMuchWorkError too, CallEndedError, ReadingTimeoutError."""
        seconds = cpu_seconds(len(content), self._longest_seconds)
        request = task_codec.dump_json(task) + b"\n" + content
        answer = self._call(request, cpu_seconds=seconds, alone=task.xml is not None)
        return extracted_codec.validate_json(answer)

    def close(self) -> None:
        """Kill the idle processes."""
        self._call.close()


def cpu_seconds(size: int, longest: float) -> int:
    """The processor time for a text of so many bytes. A page takes a tenth of a second; what takes a hundred times as
    long does so on purpose."""
    return ceil(min(max(LEAST_SECONDS, size / MEGABYTE * SECONDS_A_MEGABYTE), longest))
