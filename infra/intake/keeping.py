"""Keeps looking at one source until stopped: one program at a time, with ever longer pauses while it is in trouble."""

import contextlib
import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import Engine

from infra.intake.sources import Session, Source, SourceError
from infra.intake.taking import Taking
from infra.intake.uploading import UploadBrokeError
from shared.adapters.database import free_locks, still_holds
from shared.adapters.intake_store import IntakeStore
from shared.domain.intake import SourceTrouble, pause_after
from shared.errors import UnavailableError

log = logging.getLogger(__name__)


def take_all(session: Session, taking: Taking, stopping: threading.Event) -> bool:
    """Take all that is there. Returns False if stopped before the end. Raises the errors of `Taking.take`."""
    began = taking.store.now()
    for item in session.look(taking.store):
        if stopping.is_set():
            return False
        taking.take(item)
    taking.store.close_vanished(began)
    return True


@dataclass(slots=True, kw_only=True)
class Keeper:
    """Looks at one source, every `poll_seconds` at least."""

    source: Source
    engine: Engine
    taking: Callable[[IntakeStore], Taking]
    poll_seconds: float
    _store: IntakeStore | None = None
    _failures: int = 0
    _told: SourceTrouble | None = None

    def run(self, stopping: threading.Event) -> None:
        """Until stopped. Every trouble is told once in the log, and again when it is another one."""
        while not stopping.is_set():
            trouble, sentence = SourceTrouble.BROKEN, ""
            try:
                self._keep_looking(stopping)
                return
            except SourceError as error:
                trouble, sentence = error.trouble, str(error)
            except UnavailableError as error:
                trouble, sentence = SourceTrouble.SYSTEM_UNAVAILABLE, str(error.__cause__ or error)
            except UploadBrokeError as error:
                trouble, sentence = SourceTrouble.SYSTEM_UNAVAILABLE, str(error)
            except Exception:
                log.exception("intake broke", extra={"source": self.source.name})
            self._failures += 1
            pause = pause_after(trouble, self._failures)
            self._tell(trouble, sentence, pause)
            stopping.wait(pause)

    def _keep_looking(self, stopping: threading.Event) -> None:
        if self._store is None:
            self._store = IntakeStore(self.engine, self.source.kind, self.source.name)
        store, taking = self._store, self.taking(self._store)
        with _alone(self.engine, store.lock) as ensure_alone, self.source.opened() as session:
            while not stopping.is_set():
                ensure_alone()
                if not take_all(session, taking, stopping):
                    return
                store.looked(next_in=self.poll_seconds)
                if self._failures:
                    log.info("it comes in again", extra={"source": self.source.name})
                self._failures, self._told = 0, None
                session.wait(self.poll_seconds, stopping)

    def _tell(self, trouble: SourceTrouble, sentence: str, pause: float) -> None:
        if trouble is not self._told:
            extra = {"source": self.source.name, "trouble": trouble, "reason": sentence, "next_in": pause}
            log.warning("nothing comes in", extra=extra)
            self._told = trouble
        with contextlib.suppress(UnavailableError):  # the database is the trouble, or one more
            if self._store is not None:
                self._store.troubled(trouble, self._failures, next_in=pause)


@contextlib.contextmanager
def _alone(engine: Engine, name: str) -> Iterator[Callable[[], None]]:
    """No other program is in a block of this name. Yields a check of that, since the database ends the lock with its
    connection. Raises SourceError if another one is; the check raises UnavailableError."""
    with free_locks(engine, [name], wait=False) as (connection, held):
        if name not in held:
            raise SourceError(SourceTrouble.IN_USE, "another program takes from it")

        def ensure_alone() -> None:
            if not still_holds(connection, name):
                raise UnavailableError("The database has ended the lock.")

        yield ensure_alone
