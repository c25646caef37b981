"""Dovecot as a private process of a test: one account, loopback only, with a certificate of its own.

`python -m tests.support.imap_server FILE…` runs one until Ctrl-C, with a mail in it that has these files attached, and
prints the settings with which the intake takes from it.
"""

import contextlib
import grp
import os
import pwd
import shutil
import ssl
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from imap_tools import MailBox

from infra.local.ports import LOOPBACK, choose_port
from infra.local.programs import Process, Program, running
from infra.local.servers import find_binary
from tests.support.certificates import certificate_of_localhost
from tests.support.mails import mail_with

USER = "invoices@example.com"
PASSWORD = "a password of the tests"

_CONFIG = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = /dev/stderr
protocols = imap
listen = {host}
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {login_user}
first_valid_uid = 1
first_valid_gid = 1
auth_mechanisms = plain login xoauth2 oauthbearer
auth_failure_delay = 0 secs
mail_location = maildir:{folder}/mail
mail_max_userip_connections = 100
imap_capability = {capability}
passdb {{
  driver = passwd-file
  args = {folder}/users
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/home
}}
ssl = required
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {starttls_port}
  }}
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImapServer:
    """A running server: IMAPS at `port`, STARTTLS at `starttls_port`. Its certificate is for localhost."""

    folder: Path
    port: int
    starttls_port: int
    capability: str = ""

    @property
    def ca_file(self) -> Path:
        """What its certificate is verified by."""
        return self.folder / "cert.pem"

    def url(self, folder: str = "INBOX", *, starttls: bool = False) -> str:
        """The value of INTAKE_IMAP_URL."""
        scheme, port = ("imap", self.starttls_port) if starttls else ("imaps", self.port)
        return f"{scheme}://{quote(USER)}@localhost:{port}/{quote(folder)}"

    @contextlib.contextmanager
    def mailbox(self, folder: str = "INBOX") -> Iterator[MailBox]:
        """A client of it, logged in."""
        context = ssl.create_default_context(cafile=str(self.ca_file))
        with MailBox("localhost", self.port, timeout=20, ssl_context=context).login(USER, PASSWORD, folder) as box:
            yield box

    def deliver(self, *mails: bytes, folder: str = "INBOX") -> None:
        """Put mails into a folder, in order."""
        with self.mailbox() as box:
            for mail in mails:
                box.append(mail, folder)

    def flags(self, folder: str = "INBOX") -> list[set[str]]:
        """The flags of each mail of a folder, in order."""
        with self.mailbox(folder) as box:
            return [set(mail.flags) - {r"\Recent"} for mail in box.fetch(mark_seen=False, headers_only=True)]

    def program(self) -> Program:
        """The server as a process."""
        return Program(
            name="dovecot",
            command=(find_binary("dovecot", "make test-setup"), "-F", "-c", str(self.folder / "dovecot.conf")),
            ready=self._answers,
            stop_seconds=10,
        )

    def _answers(self) -> bool:
        try:
            with self.mailbox():
                return True
        except Exception:  # noqa: BLE001 - whatever a server says that is starting
            return False


def is_installed() -> bool:
    """Whether there is a dovecot."""
    return bool(shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin"))


@contextlib.contextmanager
def prepared_imap_server(*, capability: str = "") -> Iterator[ImapServer]:
    """A server that is not started; its mails stay over starts. With `capability` it says that it can do just that."""
    # Not below pytest's folders: they are for their owner alone, and as root mails are another user's.
    with tempfile.TemporaryDirectory(prefix="imap-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        server = ImapServer(folder=folder, port=choose_port(), starttls_port=choose_port(), capability=capability)
        _prepare(server)
        yield server


@contextlib.contextmanager
def serving_imap(server: ImapServer) -> Iterator[Process]:
    """The server runs in the block."""
    with running(server.program(), log_file=server.folder / "dovecot.log", start_seconds=20) as process:
        yield process


def _prepare(server: ImapServer) -> None:
    is_root = os.geteuid() == 0
    user = "dovecot" if is_root else pwd.getpwuid(os.geteuid()).pw_name
    group = grp.getgrgid(pwd.getpwnam(user).pw_gid).gr_name
    folder = server.folder
    for part in ("mail", "home", "run", "state"):
        (folder / part).mkdir(mode=0o755)
        if is_root and part in {"mail", "home"}:
            shutil.chown(folder / part, user, group)
    (folder / "users").write_text(f"{USER}:{{plain}}{PASSWORD}::::::\n")
    (folder / "users").chmod(0o644)
    certificate_of_localhost(folder)
    config = _CONFIG.format(
        folder=folder,
        host=LOOPBACK,
        user=user,
        group=group,
        login_user="dovenull" if is_root else user,
        port=server.port,
        starttls_port=server.starttls_port,
        capability=server.capability,
    )
    (folder / "dovecot.conf").write_text(config)


def main(files: list[str]) -> None:
    """Runs a server until Ctrl-C."""
    with prepared_imap_server() as server, serving_imap(server):
        server.deliver(mail_with(*((Path(name).name, Path(name).read_bytes()) for name in files)))
        print(f"export INTAKE_IMAP_URL={server.url()}")
        print(f"export INTAKE_IMAP_PASSWORD='{PASSWORD}' INTAKE_IMAP_CA_FILE={server.ca_file}")
        print(
            f"# one more mail: curl --cacert {server.ca_file} --user '{USER}:{PASSWORD}' --upload-file mail.eml",
            end=" ",
        )
        print(f"imaps://localhost:{server.port}/INBOX", flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            threading.Event().wait()


if __name__ == "__main__":
    main(sys.argv[1:])
