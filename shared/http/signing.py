"""Signed calls between this system's processes: a short-lived token, signed with SECRET_KEY, bound to target and body.

It has its own header, since on Cloud Run `Authorization` belongs to the platform. A token is valid once.
Further assertions of the caller (the actor, options) are claims inside the token, never unsigned headers.
"""

import time
from collections.abc import Mapping
from hashlib import sha256
from uuid import uuid4

import redis
from itsdangerous import BadSignature, URLSafeSerializer

from shared.adapters.redis_client import translated_faults
from shared.errors import AppError, OperatorErrorCode
from shared.tracing import current_request_id, current_traceparent

HEADER = "X-Internal-Token"
_SHORTEST_SECRET = 32  # bytes: as long as the digest that it keys
_FEWEST_CHARACTERS = 8  # distinct characters; 32 random hexadecimal digits have 14 of 16
# Words of copied examples. Random keys do not contain them by chance.
_PLACEHOLDERS = (
    *("changeme", "changethis", "replaceme", "replacethis", "example", "placeholder", "insecure", "password"),
    *("yourkey", "secretkey", "supersecret", "topsecret", "mysecret", "yoursecret"),
)
_SKEW_SECONDS = 5  # tolerated difference of two machines' clocks


class NotSignedError(AppError):
    """The call does not come from a process of this system."""

    code = OperatorErrorCode.NOT_SIGNED
    status = 403
    message = "This function answers only signed calls of this system's own processes."


class WeakSecretError(AppError):
    """SECRET_KEY is missing, too short, or not random."""

    code = OperatorErrorCode.WEAK_SECRET_KEY
    message = f"SECRET_KEY must be set to {_SHORTEST_SECRET} random characters or more: `openssl rand -base64 36`."


def check_secret(secret: str) -> None:
    """Raises WeakSecretError for a weak key: short, of few distinct characters, periodic, or an unchanged example."""
    letters = "".join(character for character in secret.lower() if character.isalnum())
    if (
        len(secret) < _SHORTEST_SECRET
        or len(set(secret)) < _FEWEST_CHARACTERS
        or secret in (secret + secret)[1:-1]  # occurs shifted in its double: periodic
        or any(word in letters for word in _PLACEHOLDERS)
    ):
        raise WeakSecretError


def sign(
    secret: str,
    audience: str,
    *,
    body: bytes | None = None,
    length: int | None = None,
    claims: Mapping[str, str] | None = None,
) -> str:
    """A token for one call to the function `audience`, with this body or, for a stream, of this length; `claims` are
    assertions for the function."""
    check_secret(secret)
    content = {
        "aud": audience,
        "jti": uuid4().hex,
        "iat": time.time(),
        "claims": dict(claims or {}),
        **_binding(body, length),
    }
    return _serializer(secret).dumps(content)


def streamed_headers(secret: str, audience: str, *, length: int, claims: Mapping[str, str]) -> dict[str, str]:
    """The headers of one call with a stream of this length: its token, and the request that it is part of."""
    return {
        HEADER: sign(secret, audience, length=length, claims=claims),
        "X-Request-Id": current_request_id() or "",
        "traceparent": current_traceparent() or "",
    }


def verify(
    token: str | None,
    secret: str,
    audience: str,
    *,
    seconds: float,
    client: redis.Redis,
    body: bytes | None = None,
    length: int | None = None,
) -> Mapping[str, str]:
    """The caller's claims. Raises NotSignedError unless the token was made recently for exactly this call and was not
    used before; UnavailableError when Redis, which stores the used tokens, is unavailable."""
    check_secret(secret)
    try:
        content = _serializer(secret).loads(token or "")
    except BadSignature as error:
        raise NotSignedError from error
    binding = _binding(body, length)
    if content["aud"] != audience or {name: content.get(name) for name in binding} != binding:
        raise NotSignedError
    if not -_SKEW_SECONDS <= time.time() - content["iat"] <= seconds + _SKEW_SECONDS:
        raise NotSignedError("This signed call is too old, or the clocks of two machines differ.")
    with translated_faults():
        remembered = round(seconds + 3 * _SKEW_SECONDS)  # longer than the token is valid
        first = client.set(f"internal-token:{content['jti']}", b"", nx=True, ex=remembered)
    if not first:
        raise NotSignedError("This signed call was already made.")
    claims: Mapping[str, str] = content["claims"]
    return claims


def _binding(body: bytes | None, length: int | None) -> dict[str, str | int]:
    return {"len": length or 0} if body is None else {"sha256": sha256(body).hexdigest()}


def _serializer(secret: str) -> URLSafeSerializer:
    # The salt separates these tokens from other uses of the key.
    return URLSafeSerializer(secret, salt="internal-call", signer_kwargs={"digest_method": sha256})
