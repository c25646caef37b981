"""Certificates of servers that tests start."""

import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """Files in PEM: the certificate, which has no issuer but itself, and its private key."""

    file: Path
    key: Path


def certificate_of_localhost(folder: Path) -> Certificate:
    """A new one, `cert.pem` and `key.pem` in this folder, for two days."""
    made = Certificate(file=folder / "cert.pem", key=folder / "key.pem")
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"),
            *("-keyout", str(made.key), "-out", str(made.file), "-days", "2"),
            *("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"),
        ],
        check=True,
        capture_output=True,
    )
    return made
