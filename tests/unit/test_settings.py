"""Settings: each wrong value is refused with its variable and what to write, before anything connects."""

import pytest
from pydantic import ValidationError

from shared.addresses import MailAddress, S3Address, mail_address
from shared.http.start_up import start_process
from shared.settings import Settings, load_settings, misspelt_settings, wrong_settings

WRONG = [
    # Numbers, choices, switches
    ("MAX_UPLOAD_MB", "ten", "valid integer"),
    ("MAX_UPLOAD_MB", "0", "greater than or equal to 1"),
    ("MAX_FILES_PER_UPLOAD", "-1", "greater than or equal to 1"),
    ("MAX_PAGES", "1e3", "valid integer"),
    ("MAX_PIXELS", "", None),
    ("DATABASE_POOL_SIZE", "0", "greater than or equal to 1"),
    ("OCR_DPI", "60", "greater than or equal to 72"),
    ("OCR_DPI", "1200", "less than or equal to 600"),
    ("READER_MEMORY_MB", "64", "greater than or equal to 128"),
    ("RETENTION_DAYS", "-1", "greater than or equal to 0"),
    ("LEASE_SECONDS", "0", "greater than 0"),
    ("STORE_TIMEOUT_SECONDS", "inf", "finite number"),
    ("STORE_TIMEOUT_SECONDS", "nan", "finite number"),
    ("OPENAI_INPUT_PRICE", "cheap", "valid decimal"),
    ("AUTH", "on", "'required' or 'off'"),
    ("OCR_ENGINE", "abbyy", "'auto', 'tesseract' or 'rapidocr'"),
    ("EXTRACTOR", "gpt", "'auto', 'openai' or 'local'"),
    ("LOG_LEVEL", "verbose", "'debug', 'info', 'warning' or 'error'"),
    ("READ_CODES", "maybe", "valid boolean"),
    ("FLASK_DEBUG", "2", "valid boolean"),
    # Names and lists
    ("OCR_LANGUAGES", "eng, deu", "joined by +"),
    ("MINIO_BUCKET", "My_Bucket", "3 to 63 small letters"),
    ("MINIO_REGION", "eu central", "such as us-east-1"),
    ("CORS_ORIGINS", "*", "such as https://app.example.com"),
    ("CORS_ORIGINS", "https://a.example.com/", "final slash"),
    ("TRUSTED_PROXIES", "proxy.local", "such as 10.0.0.5"),
    ("BASE_PATH", "/invoices/", "such as /invoices"),
    ("BASE_PATH", "https://example.org/invoices", "such as /invoices"),
    ("HOST", "http://127.0.0.1", "127.0.0.1, 0.0.0.0, ::1"),
    ("HOST", "[::1]", "without scheme, port and brackets"),
    ("HOST", "127.0.0.1:8080", "without scheme, port and brackets"),
    # Addresses
    ("UPLOAD_URL", "upload:8080", "such as http://"),
    ("OCR_URL", "http://", "such as http://"),
    ("EXTRACT_URL", "ftp://extract", "such as http://"),
    ("OPENAI_BASE_URL", "api.openai.com/v1", "such as http://"),
    ("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4318", "such as http://"),
    ("MINIO_ENDPOINT", "http://minio:9000/files", "without path"),
    ("MINIO_ENDPOINT", "minio:9000?x=1", "without path, user or query"),
    ("MINIO_ENDPOINT", "s3://minio", "http:// or https://"),
    ("MINIO_ENDPOINT", "minio:99999", "a host and port"),
    ("MINIO_ENDPOINT", "::1:9000", "[::1]:9000"),
    ("MINIO_ENDPOINT", "key:pa55@minio:9000", "without path, user"),
    ("DATABASE_URL", "pa55", "must begin with mysql://"),
    ("DATABASE_URL", "postgresql://u:pa55@db/invoices", "must begin with mysql://"),
    ("DATABASE_URL", "mysql+mysqldb://u:pa55@db/invoices", "must begin with mysql://"),
    ("DATABASE_URL", "mysql://u:pa55@db", "the name of the database"),
    ("DATABASE_URL", "mysql://u:pa55@db/", "the name of the database"),
    ("DATABASE_URL", "mysql://u:pa55@db:port/invoices", "host and port"),
    ("DATABASE_URL", "mysql://u:pa/55@x@db:3306:1/invoices", "%2F"),
    ("DATABASE_URL", "mysql://u:pa55@db/invoices?sslmode=require", "'sslmode'; there are charset, ssl_ca"),
    ("INTAKE_IMAP_URL", "imap.example.com", "such as imaps://"),
    ("INTAKE_IMAP_URL", "pop3://ana@example.com", "such as imaps://"),
    ("INTAKE_IMAP_URL", "imaps://imap.example.com/INBOX", "such as imaps://"),
    ("INTAKE_IMAP_URL", "imaps://ana:pa55@imap.example.com/INBOX", "must not hold the password"),
    ("INTAKE_IMAP_URL", "imaps://ana@imap.example.com/INBOX?tls=no", "must end with the folder"),
    ("INTAKE_IMAP_AUTH", "ntlm", "'password' or 'xoauth2'"),
    ("INTAKE_IMAP_SINCE", "yesterday", "valid date"),
    ("INTAKE_BUCKET", "My_Bucket", "such as scans/incoming"),
    ("INTAKE_BUCKET_ENDPOINT", "s3://minio", "http:// or https://"),
    ("INTAKE_POLL_SECONDS", "0.1", "greater than or equal to 1"),
    ("REDIS_URL", "redis:6379", "no host and port"),
    ("REDIS_URL", "http://:pa55@redis", "such as redis://"),
    ("REDIS_URL", "redis://:pa/55@redis:6379/0", "%2F"),
    ("REDIS_URL", "redis://:pa#55@redis:6379/0", "%23"),
    ("REDIS_URL", "redis://:pa55@redis:port/0", "such as redis://"),
    ("REDIS_URL", "redis://:pa55@redis/cache", "the number of a database"),
    ("REDIS_URL", "redis://:pa55@redis/0?foo=1", "'foo'; there are"),
    ("REDIS_URL", "redis://:pa55@redis/0?ssl_ca_certs=/ca.pem", "'ssl_ca_certs'; there are"),
    ("REDIS_URL", "unix://", "path of a socket"),
]


@pytest.mark.parametrize(("name", "value", "sentence"), WRONG)
def test_a_wrong_value_is_told_with_its_variable_and_what_to_write(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str | None
) -> None:
    monkeypatch.setenv(name, value)
    if sentence is None:
        assert Settings()
        return
    with pytest.raises(ValidationError) as caught:
        Settings()
    (line,) = wrong_settings(caught.value)
    assert line.startswith(name)
    assert sentence in line
    assert "pa55" not in line
    assert "pa/55" not in line
    assert ("@" in value or name.endswith("_URL") or value in line) is True


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mariadb://u:p%40%2F@db.example.com/invoices"),
        ("DATABASE_URL", "mysql+pymysql://u:p@[::1]:3306/invoices?charset=utf8mb4"),
        ("DATABASE_URL", "mysql://u:p@/invoices?unix_socket=/run/mysqld/mysqld.sock"),
        ("DATABASE_URL", "mysql://u:p@db/invoices?ssl_ca=/etc/ca.pem&ssl_check_hostname=false"),
        ("REDIS_URL", "redis://redis"),
        ("REDIS_URL", "redis://user:p%23@[::1]:6379/3?client_name=invoices"),
        ("REDIS_URL", "rediss://:p@redis:6380/0?ssl_ca_certs=/etc/ca.pem&ssl_cert_reqs=required"),
        ("REDIS_URL", "unix://:p@/run/redis.sock?db=2"),
        ("INTAKE_BUCKET", "scans"),
        ("INTAKE_BUCKET", "scans/incoming/"),
        ("INTAKE_SENDERS", "ana@example.com, supplier.example"),
        ("HOST", "::1"),
        ("HOST", "localhost"),
        ("BASE_PATH", "/apps/invoices"),
        ("OCR_LANGUAGES", "eng"),
        ("OCR_LANGUAGES", "chi_sim+script/Latin"),
        ("OPENAI_BASE_URL", "http://[::1]:8080/v1/"),
    ],
)
def test_every_usual_form_of_a_value_is_taken(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    assert Settings()


@pytest.mark.parametrize(
    ("endpoint", "secure", "address"),
    [
        ("minio:9000", None, S3Address(host="minio:9000", secure=False)),
        ("minio:9000", True, S3Address(host="minio:9000", secure=True)),
        ("http://minio:9000/", None, S3Address(host="minio:9000", secure=False)),
        ("https://s3.eu-central-1.amazonaws.com", None, S3Address(host="s3.eu-central-1.amazonaws.com", secure=True)),
        ("HTTPS://[::1]:9000", True, S3Address(host="[::1]:9000", secure=True)),
    ],
)
def test_the_s3_server_may_be_written_with_its_scheme(endpoint: str, secure: bool | None, address: S3Address) -> None:
    assert Settings(minio_endpoint=endpoint, minio_secure=secure).s3_address == address


@pytest.mark.parametrize(("endpoint", "secure"), [("http://minio", True), ("https://minio", False)])
def test_a_scheme_that_contradicts_minio_secure_is_refused(endpoint: str, secure: bool) -> None:
    with pytest.raises(ValidationError, match="leave one of both out"):
        Settings(minio_endpoint=endpoint, minio_secure=secure)


def test_a_mailbox_needs_a_password_and_the_system_s_own_bucket_is_none_to_take_from() -> None:
    with pytest.raises(ValidationError, match="needs INTAKE_IMAP_PASSWORD"):
        Settings(intake_imap_url="imaps://ana@imap.example.com")
    with pytest.raises(ValidationError, match="another bucket than MINIO_BUCKET"):
        Settings(intake_bucket="invoices/incoming")
    assert Settings(intake_bucket="invoices/incoming", intake_bucket_endpoint="s3.example.com").has_intake
    assert not Settings().has_intake


@pytest.mark.parametrize(
    ("url", "address"),
    [
        (
            "imaps://ana%40example.com@IMAP.example.com",
            MailAddress(secure=True, user="ana@example.com", host="imap.example.com", port=993, folder="INBOX"),
        ),
        (
            "imap://ana@[::1]:1143/INBOX/Eing%C3%A4nge/",
            MailAddress(secure=False, user="ana", host="::1", port=1143, folder="INBOX/Eingänge"),
        ),
    ],
)
def test_a_mailbox_is_written_as_an_address(url: str, address: MailAddress) -> None:
    assert mail_address(url) == address


def test_a_secret_from_a_file_may_end_in_a_line_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "a key\n")
    assert Settings().secret_key.get_secret_value() == "a key"


@pytest.mark.parametrize("name", [name.upper() for name in Settings.model_fields])
def test_no_setting_is_taken_for_a_misspelt_one(name: str) -> None:
    assert misspelt_settings({name: "x", "PATH": "", "HOSTNAME": "", "WEB_PORT": "", "DATABASE_PASSWORD": ""}) == {}


def test_a_misspelt_setting_is_told() -> None:
    given = {"OCR_LANGAUGES": "eng", "MAX_UPLOADS_MB": "3", "OCR_LANGUAGES": "deu"}
    assert misspelt_settings(given) == {"OCR_LANGAUGES": "OCR_LANGUAGES", "MAX_UPLOADS_MB": "MAX_UPLOAD_MB"}


@pytest.mark.parametrize(
    ("given", "lines"),
    [
        (
            {"MAX_UPLOAD_MB": "ten", "AUTH": "on"},
            [
                "AUTH=on: must be 'required' or 'off'.",
                "MAX_UPLOAD_MB=ten: must be a valid integer, unable to parse string as an integer.",
            ],
        ),
        ({"EXTRACTOR": "openai"}, ["EXTRACTOR=openai needs OPENAI_API_KEY."]),
        (
            {"SECRET_KEY": "changeme"},
            ["SECRET_KEY must be set to 32 random characters or more: `openssl rand -base64 36`."],
        ),
    ],
    ids=["several", "together", "secret"],
)
def test_a_misconfigured_process_ends_with_a_line_for_each_setting(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], lines: list[str]
) -> None:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    load_settings.cache_clear()
    with pytest.raises(SystemExit) as caught:
        start_process("ocr")
    load_settings.cache_clear()
    assert str(caught.value.code).splitlines() == ["ocr does not start:", *lines]
