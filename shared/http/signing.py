"""Calls between our own processes: a short-lived token, signed with SECRET_KEY, bound to its target and its body.

It travels in a header of its own, since on Cloud Run `Authorization` belongs to the platform. A token is used once.
"""

from hashlib import sha256
from uuid import uuid4

import redis
from itsdangerous import BadSignature, URLSafeTimedSerializer

from shared.adapters.redis_client import translated_faults
from shared.errors import AppError

HEADER = "X-Internal-Token"
_SHORTEST_SECRET = 32  # bytes: as long as the digest that it keys


class NotSignedError(AppError):
    """The call does not come from one of our processes."""

    code = "not-signed"
    status = 403
    message = "This function answers only signed calls of this system's own processes."


class WeakSecretError(AppError):
    """SECRET_KEY is missing or too short to sign anything."""

    code = "weak-secret-key"
    message = f"SECRET_KEY must be set to at least {_SHORTEST_SECRET} characters."


def check_secret(secret: str) -> None:
    """Raises WeakSecretError for a key that would protect nothing."""
    if len(secret) < _SHORTEST_SECRET or len(set(secret)) < 8:
        raise WeakSecretError


def sign(secret: str, audience: str, *, body: bytes | None = None, length: int | None = None) -> str:
    """A token for one call to the function `audience`, with this body or, for a stream, of this length."""
    check_secret(secret)
    return _serializer(secret).dumps({"aud": audience, "jti": uuid4().hex, **_binding(body, length)})


def verify(
    token: str | None,
    secret: str,
    audience: str,
    *,
    seconds: float,
    client: redis.Redis,
    body: bytes | None = None,
    length: int | None = None,
) -> None:
    """Raises NotSignedError unless this token was made for this very call, lately, and is seen for the first time;
    UnavailableError when Redis, which remembers the tokens seen, is away."""
    check_secret(secret)
    try:
        claims = _serializer(secret).loads(token or "", max_age=max(1, int(seconds)))
    except BadSignature as error:
        raise NotSignedError from error
    expected = {"aud": audience, "jti": claims.get("jti"), **_binding(body, length)}
    if claims != expected or not isinstance(claims["jti"], str):
        raise NotSignedError
    with translated_faults():
        first = client.set(f"internal-token:{claims['jti']}", b"", nx=True, ex=2 * max(1, int(seconds)))
    if not first:
        raise NotSignedError("This signed call was already made once.")


def _binding(body: bytes | None, length: int | None) -> dict[str, str | int]:
    return {"len": length or 0} if body is None else {"sha256": sha256(body).hexdigest()}


def _serializer(secret: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt="internal-call", signer_kwargs={"digest_method": sha256})
