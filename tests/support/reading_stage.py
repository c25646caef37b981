"""The stage that reads documents, of a system in memory, with a reader of the test's own."""

from functions.ocr.handling import Read, ReadingStage
from functions.ocr.options import ReadingOptions
from tests.support.memory import MemorySystem


def reading_stage(system: MemorySystem, read: Read) -> ReadingStage:
    """The stage on the system's stores, with its settings."""
    return ReadingStage(
        documents=system.documents("ocr"),
        store=system.objects,
        caches=(system.cache,),
        options=ReadingOptions.from_settings(system.settings),
        fingerprint=lambda content_type: "settings",
        read=read,
    )
