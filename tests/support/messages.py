"""Messages of the queue, made in one line."""

from datetime import UTC, datetime

from shared.domain.lanes import Lane, Message, Turn
from shared.domain.lifecycle import Stage

NOW = datetime(2026, 1, 2, tzinfo=UTC)


def message(
    stage: Stage = Stage.OCR, *, lane: Lane = Lane.QUICK, uploader: str = "a", pages: int = 1, at: datetime = NOW
) -> Message:
    """A message for a stage; of uploader "a" in the quick lane unless stated otherwise."""
    return Message(stage=stage, turn=Turn(lane=lane, uploader=uploader, pages=pages), enqueued_at=at)
