"""Sends calls, again where that helps, and turns faults into the errors of this client."""

import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

import httpx
from httpx_sse import EventSource, ServerSentEvent, SSEError
from pydantic import BaseModel, ValidationError

from invoices_client.calls import Call
from invoices_client.errors import (
    ConnectionLostError,
    InvoicesError,
    NotReachableError,
    UnexpectedAnswerError,
    api_error,
    told,
)
from invoices_client.files import written
from invoices_client.pauses import AsyncPause
from invoices_client.retries import Retries
from invoices_client.settings import CONNECTIONS, address, headers

T = TypeVar("T", bound=BaseModel)

_PATIENCE = httpx.Timeout(45, connect=10)
"""Seconds without a sign of life from a stream, which has one every 15."""


class AsyncConnection:
    """Connections to one API, kept open between calls. `pause` waits for so many seconds."""

    def __init__(
        self,
        url: str,
        key: str | None,
        *,
        timeout: httpx.Timeout | float,
        retries: Retries,
        pause: AsyncPause,
        transport: httpx.AsyncBaseTransport | None,
    ) -> None:
        self.pause = pause
        self.retries = retries
        self._client = httpx.AsyncClient(
            base_url=address(url), headers=headers(key), timeout=timeout, limits=CONNECTIONS, transport=transport
        )

    @property
    def url(self) -> str:
        """The address of the API."""
        return str(self._client.base_url)

    async def close(self) -> None:
        """Closes the connections."""
        await self._client.aclose()

    async def read(self, call: Call, model: type[T]) -> T:
        """The answer as this model. Raises InvoicesError."""
        response = await self.send(call)
        try:
            return model.model_validate_json(response.content)
        except ValidationError as error:
            raise UnexpectedAnswerError(f"{call.method} {call.path} answered something else: {told(error)}") from None

    async def send(self, call: Call, target: Path | None = None) -> httpx.Response:
        """The successful answer; its bytes go to the file `target`, which is there whole or not at all. Raises
        InvoicesError, and OSError for a file that cannot be read or written."""
        attempt = 1
        while True:
            try:
                return await self._once(call, target)
            except InvoicesError as error:
                wait = self.retries.wait(
                    error,
                    attempt=attempt,
                    is_repeatable=call.is_repeatable,
                    chance=random.random(),  # noqa: S311
                )
                if wait is None:
                    raise
            await self.pause(wait)
            attempt += 1

    async def _once(self, call: Call, target: Path | None) -> httpx.Response:
        if call.document is not None:
            with call.document.opened() as stream:
                files = {"file": (call.document.name, stream, "application/octet-stream")}
                data, timeout = dict(call.fields), self._patience(call)
                return await self._answer(call, target, files=files, data=data, timeout=timeout)
        if call.body is not None:
            return await self._answer(call, target, json=call.body)
        return await self._answer(call, target)

    def _patience(self, call: Call) -> httpx.Timeout:
        """How long to wait for an answer that the server holds."""
        usual = self._client.timeout
        read = None if usual.read is None else usual.read + call.held
        return httpx.Timeout(connect=usual.connect, read=read, write=usual.write, pool=usual.pool)

    async def _answer(self, call: Call, target: Path | None, **content: Any) -> httpx.Response:
        async with self._streamed(call, **content) as response:
            if target is None:
                await response.aread()
            else:
                with written(target) as file:
                    async for part in response.aiter_bytes():
                        file.write(part)
            return response

    @asynccontextmanager
    async def _streamed(self, call: Call, **content: Any) -> AsyncIterator[httpx.Response]:
        """A successful answer whose body is still to be read; faults meanwhile are those of this client."""
        try:
            async with self._client.stream(
                call.method, call.path, params=dict(call.parameters), headers=dict(call.headers), **content
            ) as response:
                if not response.is_success:
                    await response.aread()
                    raise api_error(response)
                yield response
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError) as error:
            raise NotReachableError(f"{self.url} cannot be reached: {error or type(error).__name__}") from error
        except (httpx.DecodingError, SSEError) as error:
            raise UnexpectedAnswerError(f"Not an answer of the API: {error}") from error
        except httpx.TransportError as error:
            raise ConnectionLostError(
                f"The connection to {self.url} ended: {str(error) or type(error).__name__}"
            ) from error

    async def events(self, call: Call) -> AsyncIterator[ServerSentEvent]:
        """The events of one stream, until its server ends it. Raises InvoicesError."""
        async with self._streamed(call, timeout=_PATIENCE) as response:
            async for event in EventSource(response).aiter_sse():
                yield event
