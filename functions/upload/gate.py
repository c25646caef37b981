"""The gate of the upload function: only signed calls are received, and only while documents can be taken."""

from wsgiref.types import WSGIEnvironment

import flask
import redis

from functions.upload.room import has_room
from shared.adapters.event_queue import RedisEventQueue
from shared.domain.lanes import uploader_id
from shared.errors import AppError, ErrorCode
from shared.http.admission import Admitted, RequestKind
from shared.http.signing import HEADER, verify
from shared.http.upload_bodies import checked_length
from shared.settings import Settings


class BusyError(AppError):
    """More than MAX_QUEUED documents wait, and of this uploader as many as their share of them."""

    code = ErrorCode.BUSY
    status = 429
    message = "Too many documents are waiting to be read. Please send this one again later."


class UploadGate:
    """`shared.http.admission.Gate` of this function. `found` is the token's claims, or the AppError to answer."""

    one_caller = True

    def __init__(self, settings: Settings, client: redis.Redis) -> None:
        self._settings = settings
        self._client = client
        self._queue = RedisEventQueue(client)

    def kind(self, environ: WSGIEnvironment) -> RequestKind:
        """All uploads are alike, and have been received when a thread takes them; the rest are probes."""
        return RequestKind.SHORT if environ["REQUEST_METHOD"] == "POST" else RequestKind.PROBE

    def admit(self, environ: WSGIEnvironment) -> Admitted:
        request = flask.Request(environ)
        try:
            length = checked_length(request, self._settings)
            claims = verify(
                request.headers.get(HEADER),
                self._settings.secret_key.get_secret_value(),
                "upload",
                seconds=self._settings.internal_token_seconds,
                client=self._client,
                length=length,
            )
            waiting = self._queue.waiting()
            if not has_room(waiting, uploader_id(claims["actor"]), self._settings.max_queued):
                raise BusyError(retry_after=30)
        except AppError as error:
            return Admitted(body_bytes=0, found=error)
        return Admitted(body_bytes=length, found=claims)
