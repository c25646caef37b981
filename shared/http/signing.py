"""Calls between our own processes: a short-lived token, signed with SECRET_KEY, bound to its target and its body.

It travels in a header of its own, since on Cloud Run `Authorization` belongs to the platform. A token is used once.
What the caller asserts beside the body (who acts, how) is a claim inside the token, never a header beside it.
"""

import time
from collections.abc import Mapping
from hashlib import sha256
from uuid import uuid4

import redis
from itsdangerous import BadSignature, URLSafeSerializer

from shared.adapters.redis_client import translated_faults
from shared.errors import AppError, OperatorErrorCode

HEADER = "X-Internal-Token"
_SHORTEST_SECRET = 32  # bytes: as long as the digest that it keys
_FEWEST_CHARACTERS = 8  # different ones; 32 random hexadecimal digits have 14 of 16
# What people leave standing when they copy an example. Random keys of any alphabet hold none of these by chance.
_PLACEHOLDERS = (
    *("changeme", "changethis", "replaceme", "replacethis", "example", "placeholder", "insecure", "password"),
    *("yourkey", "secretkey", "supersecret", "topsecret", "mysecret", "yoursecret"),
)
_SKEW_SECONDS = 5  # two machines' clocks may differ by this much


class NotSignedError(AppError):
    """The call does not come from one of our processes."""

    code = OperatorErrorCode.NOT_SIGNED
    status = 403
    message = "This function answers only signed calls of this system's own processes."


class WeakSecretError(AppError):
    """SECRET_KEY is missing, too short, or not random: it would protect nothing."""

    code = OperatorErrorCode.WEAK_SECRET_KEY
    message = f"SECRET_KEY must be set to {_SHORTEST_SECRET} random characters or more: `openssl rand -base64 36`."


def check_secret(secret: str) -> None:
    """Raises WeakSecretError for a key that would protect nothing: short, of few characters, one piece over and over,
    or an example that somebody forgot to change."""
    letters = "".join(character for character in secret.lower() if character.isalnum())
    if (
        len(secret) < _SHORTEST_SECRET
        or len(set(secret)) < _FEWEST_CHARACTERS
        or secret in (secret + secret)[1:-1]  # found shifted in its double: periodic
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
    what the function shall believe."""
    check_secret(secret)
    content = {
        "aud": audience,
        "jti": uuid4().hex,
        "iat": time.time(),
        "claims": dict(claims or {}),
        **_binding(body, length),
    }
    return _serializer(secret).dumps(content)


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
    """The caller's claims. Raises NotSignedError unless this token was made for this very call, lately, and is seen for
    the first time; UnavailableError when Redis, which remembers the tokens seen, is away."""
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
        remembered = round(seconds + 3 * _SKEW_SECONDS)  # longer than the token can be good for
        first = client.set(f"internal-token:{content['jti']}", b"", nx=True, ex=remembered)
    if not first:
        raise NotSignedError("This signed call was already made once.")
    claims: Mapping[str, str] = content["claims"]
    return claims


def _binding(body: bytes | None, length: int | None) -> dict[str, str | int]:
    return {"len": length or 0} if body is None else {"sha256": sha256(body).hexdigest()}


def _serializer(secret: str) -> URLSafeSerializer:
    # The salt keeps these tokens apart from whatever else the key may come to sign.
    return URLSafeSerializer(secret, salt="internal-call", signer_kwargs={"digest_method": sha256})
