"""Where the API is, and with which key: from flags, the environment, and a file that only its owner can read."""

import json
import os
import stat
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from invoices_client.files import written

URL_VARIABLE = "INVOICES_URL"
KEY_VARIABLE = "INVOICES_API_KEY"
_LARGEST_FILE = 100_000


class SettingsError(Exception):
    """The settings do not say where to go, or cannot be trusted. The sentence says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """An API and the key for it, None where it asks for none."""

    url: str
    key: str | None

    def __repr__(self) -> str:
        return f"Access(url={self.url!r})"


def access(
    *, url: str | None, key_file: Path | None, profile: str | None, environment: Mapping[str, str], profiles: Path
) -> Access:
    """Flags come first, then the environment, then the profile. The key of a profile goes to the address of that
    profile only. Raises SettingsError."""
    stored = read_profile(profiles, profile)
    address = url or (environment.get(URL_VARIABLE) if profile is None else None) or (stored.url if stored else None)
    if not address:
        raise SettingsError(f"Where is the API? Say it by --url or {URL_VARIABLE}, or run `invoices login` once.")
    if key_file is not None:
        return Access(url=address, key=_line_of(key_file))
    if profile is None and environment.get(KEY_VARIABLE):
        return Access(url=address, key=environment[KEY_VARIABLE])
    return Access(url=address, key=stored.key if stored and _same(stored.url, address) else None)


def read_profile(path: Path, name: str | None) -> Access | None:
    """A profile by its name, or the default one; None if there is no default one. Raises SettingsError."""
    found = _profiles(path).get(name or "default")
    if found is None:
        if name is None:
            return None
        raise SettingsError(f"There is no profile {name!r} in {path}: run `invoices --profile {name} login`.")
    address, key = (found.get("url"), found.get("key")) if isinstance(found, dict) else (None, None)
    if not isinstance(address, str) or not isinstance(key, str | None):
        raise SettingsError(f"The profile {name or 'default'!r} in {path} needs a url, and a key as text.")
    return Access(url=address, key=key)


def write_profile(path: Path, name: str, profile: Access) -> None:
    """Adds the profile, or replaces it. The file is its owner's alone. Raises SettingsError, OSError."""
    profiles = {**_profiles(path), name: {"url": profile.url} | ({"key": profile.key} if profile.key else {})}
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # A JSON string is a string of TOML, too.
    lines = [
        f"[{json.dumps(one)}]\n" + "".join(f"{field} = {json.dumps(value)}\n" for field, value in fields.items())
        for one, fields in profiles.items()
    ]
    with written(path, mode=0o600) as stream:
        stream.write("\n".join(lines).encode())


def _profiles(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as stream:
            _ensure_private(path, os.fstat(stream.fileno()))
            return tomllib.loads(stream.read(_LARGEST_FILE).decode())
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise SettingsError(f"{path} cannot be read: {error}") from None


def _ensure_private(path: Path, found: os.stat_result) -> None:
    if os.name != "posix":
        return
    if found.st_uid != os.getuid():
        raise SettingsError(f"{path} belongs to somebody else: it is not read.")
    if stat.S_IMODE(found.st_mode) & 0o077:
        raise SettingsError(f"{path} holds keys, and others can read or change it: chmod 600 {path}")


def _line_of(path: Path) -> str:
    try:
        with path.open() as stream:
            return stream.readline(1000).strip()
    except (OSError, ValueError) as error:
        raise SettingsError(f"The key cannot be read from {path}: {error}") from None


def _same(one: str, other: str) -> bool:
    return one.rstrip("/") == other.rstrip("/")
