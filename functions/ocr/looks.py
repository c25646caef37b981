"""What a look at a PDF is asked for, and what it finds: the words that can be seen on its pages, and what to read."""

from dataclasses import dataclass, field

from pydantic import TypeAdapter

from functions.ocr.seen import Seen, Verdict
from shared.domain.document import Box

Sizes = tuple[tuple[float, float], ...]
"""Width and height in points of each page as shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LookTask:
    """`copy`: where the copy without text is written if a page has picture areas. `sizes`, of the pages, are given for
    a file that cannot be looked at: only its words are taken."""

    path: str
    copy: str
    sizes: Sizes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """`xfa_form` as in `DocumentText`; `text_may_lie`: what the file says about its text contradicts itself
    (`lying_maps`); `fonts_missing`: a font that is not inside is one of codes and not of letters, so that its text may
    not be drawn; `may_hold_files`: there may be other files inside."""

    xfa_form: bool = False
    text_may_lie: bool = False
    fonts_missing: bool = False
    may_hold_files: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLook:
    """One page, made upright by `rotation` more degrees clockwise: its size in points, the words that can be seen, the
    `areas` to read in 0..1. `covered` is about the share of it, 0..1, that pictures cover; `may_show_codes`: codes must
    be searched."""

    number: int
    width: float
    height: float
    rotation: int
    seen: Seen
    covered: float = 0.0
    areas: tuple[Box, ...] = ()
    may_show_codes: bool = True

    @property
    def is_judged(self) -> bool:
        return self.seen.verdict is Verdict.JUDGED


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The pages in order."""

    pages: tuple[PageLook, ...]
    facts: FileFacts = field(default_factory=FileFacts)


task_codec = TypeAdapter(LookTask)
look_codec: TypeAdapter[Look | None] = TypeAdapter(Look | None)
