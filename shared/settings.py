"""Every setting of every process, read once from the environment (12-factor). `.env.example` explains each one."""

import os
import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from functools import cache
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from shared.addresses import (
    BUCKET,
    S3Address,
    bucket_place,
    check_database_url,
    check_http_url,
    check_redis_url,
    mail_address,
    s3_address,
)
from shared.errors import AppError, OperatorErrorCode
from shared.waits import MOST_STORE_SECONDS, Waits

Seconds = Annotated[float, Field(gt=0, allow_inf_nan=False)]
CommaList = Annotated[tuple[str, ...], NoDecode]
NetworkList = Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode]

_LONGEST_SHOWN = 100  # characters of a wrong value
_NEARLY = 0.9  # of difflib's ratio: one letter in ten may be another, or two next to each other be exchanged
_WORDS: Mapping[str, tuple[str, str]] = {
    "minio_bucket": (BUCKET, "a bucket: 3 to 63 small letters, digits, dots and hyphens"),
    "minio_region": (r"[A-Za-z0-9_-]+", "a region such as us-east-1"),
    "host": (
        r"[A-Za-z0-9_.-]+|[0-9A-Fa-f:]+",
        "127.0.0.1, 0.0.0.0, ::1 or the like, without scheme, port and brackets",
    ),
    "base_path": (r"(?:/[A-Za-z0-9._~-]+)*", "a path such as /invoices, without a slash at its end"),
    "ocr_languages": (r"[\w/]+(?:\+[\w/]+)*", "Tesseract's names of languages, joined by + such as eng+deu"),
}
"""Settings of one word: how it is written, and the rest of the sentence "must be …"."""

_ORIGIN = re.compile(r"https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?|https?://\[[0-9a-f:]+\](?::[0-9]{1,5})?", re.ASCII)


class SettingsError(AppError):
    """Settings that no process can start with: one line for each."""

    code = OperatorErrorCode.INVALID_SETTINGS


class Settings(BaseSettings):
    """Names are the environment variables' in lower case. Raises pydantic.ValidationError naming what is wrong."""

    # Errors omit the values, which include passwords and keys.
    model_config = SettingsConfigDict(
        frozen=True,
        extra="ignore",
        env_ignore_empty=True,
        hide_input_in_errors=True,
        str_strip_whitespace=True,  # secrets mounted from files end in a line end
    )

    # Stores
    database_url: SecretStr = SecretStr("mysql://invoices:invoices@127.0.0.1:3306/invoices")
    database_pool_size: int = Field(default=8, ge=1)
    redis_url: SecretStr = SecretStr("redis://127.0.0.1:6379/0")
    minio_secure: bool | None = None  # None: by the scheme of minio_endpoint, without TLS if that has none
    minio_endpoint: str = "127.0.0.1:9000"
    minio_region: str = "us-east-1"
    minio_access_key: SecretStr = SecretStr("")
    minio_secret_key: SecretStr = SecretStr("")
    minio_bucket: str = "invoices"
    store_timeout_seconds: Annotated[Seconds, Field(le=MOST_STORE_SECONDS)] = 10  # see shared.waits

    # Security
    secret_key: SecretStr = SecretStr("")
    auth: Literal["required", "off"] = "required"
    cors_origins: CommaList = ()
    trusted_proxies: NetworkList = ()  # whose X-Forwarded-For names the client; see shared.http.client_address
    internal_token_seconds: Seconds = 60

    # Webhooks
    webhook_networks: NetworkList = ()  # that may be called although they are not public
    webhook_http: bool = False  # also by http, in the clear
    webhook_retry_seconds: Annotated[tuple[Seconds, ...], NoDecode] = ()  # empty: as Standard Webhooks says

    # Addresses
    host: str = "0.0.0.0"  # noqa: S104 - what the Functions Framework binds to when HOST does not say
    base_path: str = ""  # where a proxy hosts the system, such as /invoices
    upload_url: str = "http://127.0.0.1:8011"
    ocr_url: str = "http://127.0.0.1:8012"
    extract_url: str = "http://127.0.0.1:8013"

    # Clients; see shared.http.server.limits
    keep_alive_seconds: int = Field(default=90, ge=40)  # more than shared.http.keep_alive
    client_silence_seconds: Seconds = 30
    client_bytes_per_second: int = Field(default=2048, ge=1)
    max_connections: int = Field(default=1000, ge=1)
    max_connections_per_address: int = Field(default=250, ge=1)
    spool_mb: int = Field(default=2048, ge=1)

    # Limits
    max_upload_mb: int = Field(default=25, ge=1)
    max_files_per_upload: int = Field(default=50, ge=1)
    max_pages: int = Field(default=300, ge=1)
    max_pixels: int = Field(default=100_000_000, ge=1)
    max_queued: int = Field(default=10_000, ge=1)

    # Shares: at once in each process of the api, of one API key and of all
    uploads_per_key: int = Field(default=8, ge=1)
    uploads_at_once: int = Field(default=64, ge=1)
    downloads_per_key: int = Field(default=12, ge=1)
    downloads_at_once: int = Field(default=64, ge=1)
    pictures_at_once: int = Field(default=2, ge=1)
    waits_at_once: int = Field(default=4, ge=1)  # uploads that wait until their first file is read
    exports_per_key: int = Field(default=2, ge=1)
    exports_at_once: int = Field(default=8, ge=1)
    streams_per_key: int = Field(default=8, ge=1)
    streams_at_once: int = Field(default=500, ge=1)
    requests_per_key: int = Field(default=32, ge=1)

    # Reading
    ocr_languages: str = "eng+spa+deu+fra+por+ita+nld"
    ocr_engine: Literal["auto", "tesseract", "rapidocr"] = "auto"
    ocr_dpi: int = Field(default=300, ge=72, le=600)
    ocr_workers: int = Field(default=0, ge=0)  # pages read in parallel per call; 0: one per core
    ocr_page_timeout_seconds: Seconds = 60
    ocr_cache_dir: Path | None = None
    read_codes: bool = True  # QR codes, bar codes and the like on the pages
    reader_memory_mb: int = Field(default=1536, ge=128)
    cache_seconds: int = Field(default=7 * 24 * 3600, ge=1)

    # Privacy
    retention_days: int = Field(default=0, ge=0)  # invoices unchanged for this long are deleted; 0: never

    # Extraction
    extractor: Literal["auto", "openai", "local"] = "auto"
    openai_api_key: SecretStr = SecretStr("")
    openai_base_url: str = "https://api.openai.com/v1"
    openai_model: str = "gpt-4.1-mini"
    openai_timeout_seconds: Seconds = 60
    openai_max_input_chars: int = Field(default=60_000, ge=1000)
    openai_requests_per_minute: int = Field(default=120, ge=0)  # 0: no limit
    openai_vision: Literal["off", "auto"] = "off"
    openai_examples: bool = False  # show the model what was confirmed on two earlier invoices of the seller
    openai_input_price: Decimal = Field(default=Decimal(0), ge=0)  # per million tokens, to compute costs; 0: unknown
    openai_output_price: Decimal = Field(default=Decimal(0), ge=0)

    extract_timeout_seconds: Seconds = 120  # of processor time, for the longest text

    # Intake: what comes in by itself
    intake_imap_url: str = ""
    intake_imap_auth: Literal["password", "xoauth2"] = "password"
    intake_imap_password: SecretStr = SecretStr("")  # with xoauth2 an access token
    intake_imap_password_file: Path | None = None  # read at each login
    intake_imap_ca_file: Path | None = None
    intake_imap_done: str = ""
    intake_imap_failed: str = ""
    intake_imap_since: date | None = None
    intake_senders: CommaList = ()
    intake_authserv_id: str = ""
    intake_folder: Path | None = None
    intake_bucket: str = ""
    intake_bucket_afterwards: Literal["move", "tag", "delete"] = "move"
    intake_bucket_endpoint: str = ""  # empty: the server, and the key, of MINIO_ENDPOINT
    intake_bucket_region: str = "us-east-1"
    intake_bucket_access_key: SecretStr = SecretStr("")
    intake_bucket_secret_key: SecretStr = SecretStr("")
    intake_poll_seconds: Annotated[Seconds, Field(ge=1, le=3600)] = 60

    # Work
    lease_seconds: Seconds = 30
    stage_timeout_seconds: Seconds = 900
    max_attempts: int = Field(default=5, ge=1)
    retry_base_seconds: Seconds = 2
    retry_max_seconds: Seconds = 300
    ocr_concurrency: int = Field(default=0, ge=0)  # 0: one per core, at most 12
    ocr_quick_concurrency: int = Field(default=2, ge=1)
    ocr_long_concurrency: int = Field(default=1, ge=1)
    extract_concurrency: int = Field(default=8, ge=1)
    extract_quick_concurrency: int = Field(default=4, ge=1)
    extract_long_concurrency: int = Field(default=1, ge=1)
    sweep_seconds: Seconds = 2
    lost_message_seconds: Seconds = 10
    orphan_sweep_seconds: Seconds = 600
    orphan_grace_seconds: float = Field(default=3600, ge=0)

    # Logs
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    flask_debug: bool = False

    # Traces
    otel_exporter_otlp_endpoint: str = ""  # empty: no spans are exported
    otel_exporter_otlp_headers: SecretStr = SecretStr("")

    @field_validator("cors_origins", "intake_senders", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return _parts(value) if isinstance(value, str) else value

    @field_validator("webhook_retry_seconds", mode="before")
    @classmethod
    def _delays(cls, value: object) -> object:
        return _parts(value) if isinstance(value, str) else value

    @field_validator("trusted_proxies", "webhook_networks", mode="before")
    @classmethod
    def _networks(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        try:
            return tuple(ip_network(part) for part in _parts(value))
        except ValueError as error:
            raise ValueError("must be addresses or networks such as 10.0.0.5,192.168.7.0/24") from error

    @field_validator("database_url", "redis_url")
    @classmethod
    def _store_address(cls, url: SecretStr, info: ValidationInfo) -> SecretStr:
        check = check_database_url if info.field_name == "database_url" else check_redis_url
        check(url.get_secret_value())
        return url

    @field_validator("minio_endpoint")
    @classmethod
    def _s3_endpoint(cls, endpoint: str, info: ValidationInfo) -> str:
        s3_address(endpoint, info.data.get("minio_secure"))
        return endpoint

    @field_validator("intake_imap_url", "intake_bucket", "intake_bucket_endpoint")
    @classmethod
    def _intake_address(cls, address: str, info: ValidationInfo) -> str:
        check = {"intake_imap_url": mail_address, "intake_bucket": bucket_place, "intake_bucket_endpoint": _s3_endpoint}
        if address:
            check[str(info.field_name)](address)
        return address

    @field_validator("upload_url", "ocr_url", "extract_url", "openai_base_url", "otel_exporter_otlp_endpoint")
    @classmethod
    def _service_address(cls, url: str) -> str:
        if url:
            check_http_url(url)
        return url

    @field_validator(*_WORDS)
    @classmethod
    def _one_word(cls, word: str, info: ValidationInfo) -> str:
        pattern, meaning = _WORDS[str(info.field_name)]
        if not re.fullmatch(pattern, word, re.ASCII):
            raise ValueError(f"must be {meaning}")
        return word

    @field_validator("cors_origins")
    @classmethod
    def _exact_origins(cls, origins: tuple[str, ...]) -> tuple[str, ...]:
        if not all(_ORIGIN.fullmatch(origin) for origin in origins):
            raise ValueError("must be origins such as https://app.example.com, without wildcard, path or final slash")
        return origins

    @model_validator(mode="after")
    def _extractor_has_its_key(self) -> "Settings":
        if self.extractor == "openai" and not self.openai_api_key.get_secret_value():
            raise ValueError("EXTRACTOR=openai needs OPENAI_API_KEY")
        return self

    @model_validator(mode="after")
    def _intake_is_whole(self) -> "Settings":
        if self.intake_imap_url and not (
            self.intake_imap_password.get_secret_value() or self.intake_imap_password_file
        ):
            raise ValueError("INTAKE_IMAP_URL needs INTAKE_IMAP_PASSWORD or INTAKE_IMAP_PASSWORD_FILE")
        is_ours = (
            not self.intake_bucket_endpoint and bucket_place(self.intake_bucket or "none").bucket == self.minio_bucket
        )
        if is_ours:
            raise ValueError(
                "INTAKE_BUCKET must be another bucket than MINIO_BUCKET, which holds the system's own files"
            )
        return self

    @property
    def has_intake(self) -> bool:
        """Whether something comes in by itself."""
        return bool(self.intake_imap_url or self.intake_folder or self.intake_bucket)

    @property
    def s3_address(self) -> S3Address:
        """The server of `minio_endpoint`."""
        return s3_address(self.minio_endpoint, self.minio_secure)

    @property
    def waits(self) -> Waits:
        """How long a request waits for what."""
        return Waits(self.store_timeout_seconds)

    @property
    def uses_model(self) -> bool:
        """Whether documents go to a model: `openai`, or `auto` with a key."""
        return self.extractor != "local" and bool(self.openai_api_key.get_secret_value())


def _s3_endpoint(endpoint: str) -> S3Address:
    return s3_address(endpoint, None)


def _parts(listed: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in listed.split(",") if part.strip())


@cache
def load_settings() -> Settings:
    """The settings of this process, read on the first call. Raises SettingsError."""
    return settings_of(os.environ)


def settings_of(environment: Mapping[str, str]) -> Settings:
    """The settings in these variables; what they leave out is this process's. Raises SettingsError."""
    given = {name: environment[name.upper()] for name in Settings.model_fields if environment.get(name.upper())}
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        raise SettingsError("\n".join(wrong_settings(error))) from None


def wrong_settings(error: ValidationError) -> Iterable[str]:
    """One line for each wrong setting: its variable, its value unless that is a secret, and what to write instead."""
    for problem in error.errors(include_url=False, include_context=False):
        message = problem["msg"].removeprefix("Value error, ").replace("Input should be", "must be")
        if not problem["loc"]:  # of several settings: the sentence names them
            yield f"{message}."
            continue
        name = str(problem["loc"][0])
        value = f"={problem['input']}"
        if Settings.model_fields[name].annotation is SecretStr or "@" in value:  # an address may hold a password
            value = ""
        yield f"{name.upper()}{value[:_LONGEST_SHOWN]}: {message}."


def misspelt_settings(environment: Mapping[str, str]) -> dict[str, str]:
    """Variables that are no setting, but nearly called like one -> that one."""
    known = [name.upper() for name in Settings.model_fields]
    near = {name: get_close_matches(name, known, n=1, cutoff=_NEARLY) for name in environment if name not in known}
    return {name: meant[0] for name, meant in near.items() if meant}
