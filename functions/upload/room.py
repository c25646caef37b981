"""Whether more documents of an uploader may wait. Pure."""

from collections.abc import Mapping

from shared.domain.lanes import Line


def has_room(waiting: Mapping[Line, int], uploader: str, most: int) -> bool:
    """Whether fewer than `most` messages wait, or fewer of this uploader than an equal share of so many.

    So who fills the queue is refused, and nobody else with them.
    """
    if sum(waiting.values()) < most:
        return True
    own = sum(number for line, number in waiting.items() if line.uploader == uploader)
    uploaders = {line.uploader for line in waiting} | {uploader}
    return own < most // len(uploaders)
