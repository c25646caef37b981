"""The addresses in the settings: of stores and services. Pure; the errors are sentences that say what to write.

Each is read here once, when a process starts. Left to the clients, a wrong one would be told at the first request, or
not at all: a Redis database that is no number is taken for 0, a path of an S3 server is an error of the library.
"""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

_HOST = re.compile(r"(?:[A-Za-z0-9_.-]+|\[[0-9A-Fa-f:.]+\])(?::([0-9]{1,5}))?", re.ASCII)

BUCKET = r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]"
"""A bucket's name, as a pattern."""

_LONGEST_PREFIX = 500

_DATABASE_SCHEMES = {"mysql", "mariadb", "mysql+pymysql", "mariadb+pymysql"}
_DATABASE_PARAMETERS = {
    *("charset", "unix_socket"),
    *("ssl_ca", "ssl_cert", "ssl_key", "ssl_check_hostname"),
}
_DATABASE_EXAMPLE = "mysql://user:password@db.example.com:3306/invoices"

_REDIS_PARAMETERS = {"db", "client_name"}
_REDIS_TLS_PARAMETERS = {"ssl_ca_certs", "ssl_cert_reqs", "ssl_certfile", "ssl_keyfile", "ssl_check_hostname"}
_REDIS_EXAMPLES = "redis://:password@redis.example.com:6379/0, rediss://… for TLS or unix:///run/redis.sock?db=0"

_ENCODING = "In user and password, write @ as %40, / as %2F, : as %3A, # as %23, ? as %3F and % as %25."


@dataclass(frozen=True, slots=True, kw_only=True)
class S3Address:
    """An S3 server: its host with its port, if that is not its scheme's, and whether it speaks TLS."""

    host: str
    secure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MailAddress:
    """A folder of a mailbox: `secure` from the first byte, else by STARTTLS; never in the clear."""

    secure: bool
    user: str
    host: str
    port: int
    folder: str

    @property
    def name(self) -> str:
        """For people; it has no password."""
        return f"{'imaps' if self.secure else 'imap'}://{self.user}@{self.host}:{self.port}/{self.folder}"


_MAIL_PORTS = {"imaps": 993, "imap": 143}
_MAIL_EXAMPLE = "imaps://invoices%40example.com@imap.example.com/INBOX"


def mail_address(url: str) -> MailAddress:
    """The mailbox of INTAKE_IMAP_URL. Raises ValueError."""
    parts = _split(url)
    if parts is None or parts.scheme not in _MAIL_PORTS or not parts.hostname or not parts.username:
        raise ValueError(f"must be an address such as {_MAIL_EXAMPLE}. {_ENCODING}")
    if parts.password is not None:
        raise ValueError("must not hold the password: that is INTAKE_IMAP_PASSWORD or INTAKE_IMAP_PASSWORD_FILE")
    folder, user = unquote(parts.path.strip("/")) or "INBOX", unquote(parts.username)
    if parts.query or parts.fragment or not (user + folder).isprintable():
        raise ValueError(f"must end with the folder, such as {_MAIL_EXAMPLE}")
    return MailAddress(
        secure=parts.scheme == "imaps",
        user=user,
        host=parts.hostname,
        port=parts.port or _MAIL_PORTS[parts.scheme],
        folder=folder,
    )


@dataclass(frozen=True, slots=True)
class BucketPlace:
    """A prefix of a bucket, which is empty or ends with a slash."""

    bucket: str
    prefix: str


def bucket_place(text: str) -> BucketPlace:
    """The place of INTAKE_BUCKET, such as `scans` or `scans/incoming`. Raises ValueError."""
    bucket, _, prefix = text.strip("/").partition("/")
    if not re.fullmatch(BUCKET, bucket, re.ASCII) or not prefix.isprintable() or len(prefix) > _LONGEST_PREFIX:
        raise ValueError("must be a bucket, or a bucket and a prefix, such as scans/incoming")
    return BucketPlace(bucket, f"{prefix}/" if prefix else "")


def s3_address(endpoint: str, secure: bool | None) -> S3Address:
    """The server of MINIO_ENDPOINT (with or without a scheme) and MINIO_SECURE (None: not set). Raises ValueError."""
    scheme, mark, rest = endpoint.strip().rpartition("://")
    host = rest.removesuffix("/")
    if scheme.lower() not in ({"http", "https"} if mark else {""}) or not _is_host(host):
        raise ValueError(
            "must be a host and port such as s3.example.com:9000, 10.0.0.5:9000 or [::1]:9000, with http:// or https://"
            " before it if you like, without path, user or query; the bucket is MINIO_BUCKET"
        )
    if mark and secure is not None and secure is not (scheme.lower() == "https"):
        raise ValueError(
            f"begins with {scheme.lower()}://, but MINIO_SECURE={str(secure).lower()}: leave one of both out"
        )
    return S3Address(host=host, secure=scheme.lower() == "https" if mark else bool(secure))


def check_database_url(url: str) -> None:
    """Raises ValueError if DATABASE_URL is none."""
    scheme, mark, rest = url.partition("://")
    place, _, query = rest.rpartition("@")[2].partition("?")
    host, slash, database = place.partition("/")
    if not mark or scheme not in _DATABASE_SCHEMES:
        raise ValueError(f"must begin with mysql:// or mariadb://, such as {_DATABASE_EXAMPLE}")
    if host and not _is_host(host):
        raise ValueError(f"has no host and port behind the password, such as {_DATABASE_EXAMPLE}. {_ENCODING}")
    if not slash or not database or "/" in database:
        raise ValueError(f"must end with the name of the database, such as {_DATABASE_EXAMPLE}")
    _check_parameters(query, _DATABASE_PARAMETERS)


def check_redis_url(url: str) -> None:
    """Raises ValueError if REDIS_URL is none."""
    parts = _split(url)
    if parts is None or parts.scheme not in {"redis", "rediss", "unix"}:
        raise ValueError(f"must be an address such as {_REDIS_EXAMPLES}. {_ENCODING}")
    if parts.fragment or (parts.scheme != "unix" and not _is_host(parts.netloc.rpartition("@")[2])):
        raise ValueError(f"has no host and port behind the password: {_REDIS_EXAMPLES}. {_ENCODING}")
    if parts.scheme == "unix" and not parts.path:
        raise ValueError(f"must have the path of a socket, such as {_REDIS_EXAMPLES}")
    database = dict(parse_qsl(parts.query)).get("db", "" if parts.scheme == "unix" else parts.path.strip("/"))
    if database and not database.isdecimal():
        raise ValueError(f"must end with the number of a database, 0 or none, such as {_REDIS_EXAMPLES}")
    _check_parameters(parts.query, _REDIS_PARAMETERS | (_REDIS_TLS_PARAMETERS if parts.scheme == "rediss" else set()))


def check_http_url(url: str) -> None:
    """Raises ValueError unless it is the address of an HTTP service."""
    parts = _split(url)
    if parts is None or parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise ValueError("must be an address such as http://ocr.example.com:8080")


def _check_parameters(query: str, known: set[str]) -> None:
    unknown = [name for name, _ in parse_qsl(query, keep_blank_values=True) if name not in known]
    if unknown:
        raise ValueError(f"has an unknown parameter {unknown[0]!r}; there are {', '.join(sorted(known))}")


def _is_host(text: str) -> bool:
    found = _HOST.fullmatch(text)
    return found is not None and (found[1] is None or 0 < int(found[1]) < 65_536)


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url.strip())
        _ = parts.port  # raises for a port that is no number
    except ValueError:
        return None
    return parts
