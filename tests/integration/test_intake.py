"""What comes by mail, into a folder and into a bucket is uploaded, once: a real IMAP server, database, object store and
upload function."""

import io
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import Engine, delete, select

from infra.intake.bucket import BucketSource
from infra.intake.folder import FolderSource
from infra.intake.keeping import take_all
from infra.intake.mailbox import MailSource
from infra.intake.sources import Source, SourceError
from infra.intake.taking import Taking
from infra.intake.uploading import UploadBrokeError, Uploader
from infra.local.ports import choose_port
from infra.local.programs import running
from infra.local.stack import function_program
from shared.adapters.database import make_engine, transaction
from shared.adapters.intake_store import IntakeStore
from shared.adapters.memory.metrics import MemoryMetrics
from shared.adapters.object_store import make_s3_client
from shared.adapters.tables import intake_items, intake_parts, intake_sources, invoices
from shared.addresses import mail_address
from shared.domain.intake import SourceTrouble
from shared.errors import UnavailableError
from shared.settings import Settings
from tests.support.imap_server import PASSWORD, ImapServer, is_installed, prepared_imap_server, serving_imap
from tests.support.mails import Shape, mail_with, pdf, shapes

pytestmark = [pytest.mark.servers, pytest.mark.skipif(not is_installed(), reason="dovecot is not installed")]

SECRET = "kR3vXq9mTz7LpWc2sYhN8dJf4bGaUe6o"
MOST_BYTES = 1024**2


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The system behind the intake, and the mailbox in front of it."""

    settings: Settings
    engine: Engine
    imap: ImapServer
    client: httpx.Client

    def mailbox(self, **options: Any) -> MailSource:
        """A mail folder of its own, which the server has."""
        folder = f"In-{uuid4().hex[:8]}"
        with self.imap.mailbox() as box:
            box.folder.create(folder)
        source = MailSource(
            address=mail_address(self.imap.url(folder)),
            auth="password",
            secret=lambda: PASSWORD,
            ca_file=self.imap.ca_file,
            most_bytes=MOST_BYTES,
        )
        return replace(source, **options)

    def deliver(self, source: MailSource, *mails: bytes) -> None:
        """Mails arrive."""
        self.imap.deliver(*mails, folder=source.address.folder)

    def taking(self, source: Source) -> Taking:
        """What takes from the source."""
        uploader = Uploader(client=self.client, settings=self.settings)
        store = IntakeStore(self.engine, source.kind, source.name)
        return Taking(kind=source.kind, store=store, uploader=uploader, metrics=MemoryMetrics())

    def look(self, source: Source) -> None:
        """One whole look at the source."""
        with source.opened() as session:
            assert take_all(session, self.taking(source), threading.Event())

    def items(self, source: Source) -> list[dict[str, Any]]:
        """What came from the source, in order, each with its `parts`."""
        of_source = select(intake_items).join(intake_sources).where(intake_sources.c.name == source.name)
        with transaction(self.engine) as connection:
            items = [dict(row) for row in connection.execute(of_source.order_by(intake_items.c.id)).mappings()]
            for item in items:
                parts = select(intake_parts).where(intake_parts.c.item_id == item["id"]).order_by("number")
                item["parts"] = [dict(row) for row in connection.execute(parts).mappings()]
        return items

    def outcomes(self, source: Source) -> list[tuple[str, str | None]]:
        """Outcome and reason of each."""
        return [(item["outcome"], item["reason"]) for item in self.items(source)]

    def invoices_of(self, hashes: set[str]) -> list[str]:
        """The hash of each invoice of these bytes."""
        with transaction(self.engine) as connection:
            return list(connection.scalars(select(invoices.c.sha256).where(invoices.c.sha256.in_(hashes))))

    def has_once(self, *documents: bytes) -> bool:
        """Whether each document is one invoice."""
        hashes = {sha256(document).hexdigest() for document in documents}
        return sorted(self.invoices_of(hashes)) == sorted(hashes)


@pytest.fixture(scope="module")
def imap() -> Iterator[ImapServer]:
    with prepared_imap_server() as server, serving_imap(server):
        yield server


@pytest.fixture(scope="module")
def settings(stores_environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    port = choose_port()
    environment = {**stores_environment, "SECRET_KEY": SECRET, "MAX_UPLOAD_MB": "2"}
    program = function_program("upload", port, {**os.environ, **environment, "PYTHONPATH": os.getcwd()})  # noqa: PTH109
    with running(program, log_file=tmp_path_factory.mktemp("upload") / "upload.log"):
        given = {name.lower(): value for name, value in environment.items()}
        yield Settings(**given, upload_url=f"http://127.0.0.1:{port}")  # type: ignore[arg-type]


@pytest.fixture
def desk(settings: Settings, imap: ImapServer) -> Iterator[Desk]:
    engine = make_engine(settings)
    with httpx.Client(trust_env=False, timeout=30) as client:
        yield Desk(settings=settings, engine=engine, imap=imap, client=client)
    engine.dispose()


def test_mails_of_all_shapes_become_exactly_their_invoices(desk: Desk) -> None:
    made = shapes(uuid4().hex)
    source = desk.mailbox()
    desk.deliver(source, *(shape.mail for shape in made))
    desk.look(source)
    desk.look(source)
    wanted = set().union(*(shape.hashes for shape in made))
    assert sorted(desk.invoices_of(wanted)) == sorted(wanted)
    assert [_became(shape, item) for shape, item in zip(made, desk.items(source), strict=True)] == [
        "as expected"
    ] * len(made)


def _became(shape: Shape, item: Mapping[str, Any]) -> str:
    """ "as expected", or what is not."""
    was_there = shape.name == "the same document from another sender"
    wanted = "duplicate" if was_there else "taken" if shape.documents else "refused"
    reason = None if shape.documents else "no-document"
    known = {part["invoice_id"] for part in item["parts"]} - {None}
    if (item["outcome"], item["reason"]) == (wanted, reason) and len(known) == len(shape.hashes):
        return "as expected"
    return f"{shape.name}: {item['outcome']} {item['reason']} {item['parts']}"


def test_what_a_mail_says_of_itself_is_kept(desk: Desk) -> None:
    source = desk.mailbox(authserv_id="mx.example.com")
    seen = (
        "Authentication-Results: mx.example.com; spf=pass smtp.mailfrom=a; dkim=fail (bad; signature); dmarc=pass\r\n"
    )
    forged = "Authentication-Results: mx.example.com; spf=fail; dkim=pass; dmarc=fail\r\n"
    mail = mail_with(("a.pdf", pdf(uuid4().hex)), subject="Factura nº 7 – año", message_id="<7@supplier.example>")
    desk.deliver(source, (seen + forged).encode() + mail, mail.replace(b"Subject:", forged.encode() + b"Subject:", 1))
    desk.look(source)
    item, other = desk.items(source)
    assert (item["sender"], item["subject"]) == ("billing@supplier.example", "Factura nº 7 – año")
    assert (item["message_id"], item["size"]) == ("<7@supplier.example>", len(seen) + len(forged) + len(mail))
    assert item["authentication"] == {"spf": "pass", "dkim": "fail", "dmarc": "pass"}
    assert item["received_at"] is not None
    assert (other["outcome"], other["reason"]) == ("duplicate", "same-mail")


def test_afterwards_mails_are_flagged_and_those_of_which_nothing_was_taken_more_so(desk: Desk) -> None:
    source = desk.mailbox()
    desk.deliver(source, mail_with(("a.pdf", pdf(uuid4().hex)), message_id=None), mail_with(message_id=None))
    desk.look(source)
    assert desk.imap.flags(source.address.folder) == [{r"\Seen"}, {r"\Seen", r"\Flagged"}]


def test_afterwards_mails_are_moved_and_nobody_else_s_deleted_mail_is_removed(desk: Desk) -> None:
    source = desk.mailbox(done=f"Done/{uuid4().hex}", failed=f"Failed/{uuid4().hex}")
    desk.deliver(source, mail_with(message_id="<deleted@by.somebody>"))
    with desk.imap.mailbox(source.address.folder) as box:
        box.client.uid("STORE", "1", "+FLAGS", r"(\Deleted)")
    desk.deliver(source, mail_with(("a.pdf", pdf(uuid4().hex)), message_id=None), mail_with(message_id=None))
    desk.look(source)
    assert desk.imap.flags(source.address.folder) == [{r"\Deleted"}]
    assert len(desk.imap.flags(source.done.replace("/", "."))) == 1
    assert len(desk.imap.flags(source.failed.replace("/", "."))) == 1
    assert desk.outcomes(source) == [("taken", None), ("refused", "no-document")]


def test_a_mail_that_is_too_large_is_not_fetched_and_says_so(desk: Desk) -> None:
    source = desk.mailbox(most_bytes=2000)
    small = pdf(uuid4().hex)
    desk.deliver(
        source, mail_with(("a.pdf", b"%PDF-1.4\n" + bytes(100_000)), message_id=None), mail_with(("a.pdf", small))
    )
    desk.look(source)
    assert desk.outcomes(source) == [("skipped", "too-large"), ("taken", None)]
    assert desk.has_once(small)


def test_mails_of_other_senders_are_left_out_and_one_with_two_senders_too(desk: Desk) -> None:
    source = desk.mailbox(senders=("supplier.example", "ana@other.example"))
    senders = ("Ana <ANA@other.example>", "bob@other.example", "x@sub.supplier.example", "Billing@Supplier.Example")
    mails = [mail_with(("a.pdf", pdf(uuid4().hex)), sender=sender, message_id=None) for sender in senders]
    desk.deliver(source, *mails, b"From: x@evil.example\r\n" + mail_with(("a.pdf", pdf(uuid4().hex)), message_id=None))
    desk.look(source)
    refused = ("skipped", "sender-not-allowed")
    assert desk.outcomes(source) == [("taken", None), refused, refused, ("taken", None), refused]


def test_another_uid_validity_brings_no_mail_twice(desk: Desk) -> None:
    source = desk.mailbox()
    document = pdf(uuid4().hex)
    mails = [
        mail_with(("a.pdf", document), message_id="<a@b>"),
        mail_with(("a.pdf", pdf(uuid4().hex)), message_id=None),
    ]
    desk.deliver(source, *mails)
    desk.look(source)
    # As a server that has lost its index: the same mails under new numbers.
    (desk.imap.folder / "mail" / f".{source.address.folder}" / "dovecot-uidlist").unlink()
    for file in (desk.imap.folder / "mail" / f".{source.address.folder}").glob("dovecot.index*"):
        file.unlink()
    before = _epoch(desk, source)
    desk.look(source)
    assert _epoch(desk, source) != before
    assert desk.outcomes(source) == [("taken", None)] * 2 + [("duplicate", "same-mail")] * 2
    assert [item["parts"][0]["invoice_id"] for item in desk.items(source)][:2] == [
        item["parts"][0]["invoice_id"] for item in desk.items(source)
    ][2:]
    assert desk.has_once(document)


def _epoch(desk: Desk, source: Source) -> int:
    with transaction(desk.engine) as connection:
        return int(
            connection.execute(select(intake_sources.c.epoch).where(intake_sources.c.name == source.name)).scalar_one()
        )


def test_a_mail_that_was_deleted_with_its_invoice_is_not_taken_again(desk: Desk) -> None:
    source = desk.mailbox()
    mail = mail_with(("a.pdf", pdf(uuid4().hex)))
    desk.deliver(source, mail)
    desk.look(source)
    (item,) = desk.items(source)
    with transaction(desk.engine) as connection:
        connection.execute(delete(invoices).where(invoices.c.id == item["parts"][0]["invoice_id"]))
    desk.deliver(source, mail)
    desk.look(source)
    assert desk.outcomes(source)[1] == ("duplicate", "same-mail")


# Killed at every step

STEPS: tuple[tuple[type, str], ...] = (
    (IntakeStore, "begin"),
    (IntakeStore, "note_content"),
    (Uploader, "upload"),
    (IntakeStore, "finish"),
    (IntakeStore, "put_away"),
)


def _looks_until(desk: Desk, source: Source, step: int) -> bool:
    """A look in a process of its own that is killed at this step. Returns whether it came to its end."""

    def look() -> None:
        calls = 0

        def dying(call: Callable[..., Any]) -> Callable[..., Any]:
            def wrapped(*arguments: Any, **named: Any) -> Any:
                nonlocal calls
                for when in ("before", "after"):
                    result = call(*arguments, **named) if when == "after" else None
                    calls += 1
                    if calls == step:
                        os.kill(os.getpid(), signal.SIGKILL)
                return result

            return wrapped

        for owner, name in STEPS:
            setattr(owner, name, dying(getattr(owner, name)))
        with httpx.Client(trust_env=False, timeout=30) as client:
            replace(desk, engine=make_engine(desk.settings), client=client).look(source)
        os._exit(0)

    process = multiprocessing.get_context("fork").Process(target=look)
    process.start()
    process.join(60)
    assert process.exitcode in (0, -signal.SIGKILL)
    return process.exitcode == 0


def _killed_everywhere(desk: Desk, source: Source, arrive: Callable[[bytes], None]) -> None:
    """Something arrives again and again, and the look is killed one step later each time."""
    documents: list[bytes] = []
    for step in range(1, 2 * len(STEPS) + 2):
        documents.append(pdf(uuid4().hex))
        arrive(documents[-1])
        came_to_its_end = _looks_until(desk, source, step)
        desk.look(source)
        assert desk.has_once(*documents)
        assert {item["outcome"] for item in desk.items(source)} == {"taken"}, step
        assert len(desk.items(source)) == len(documents)
        if came_to_its_end:
            return
    raise AssertionError("there are more steps than were counted")


def test_killed_at_every_step_each_mail_is_one_invoice_and_is_moved(desk: Desk) -> None:
    source = desk.mailbox(done=f"Done{uuid4().hex}")
    _killed_everywhere(
        desk, source, lambda document: desk.deliver(source, mail_with(("a.pdf", document), message_id=None))
    )
    assert desk.imap.flags(source.address.folder) == []
    assert len(desk.imap.flags(source.done)) == len(desk.items(source))


def test_killed_at_every_step_each_file_is_one_invoice_and_is_moved(desk: Desk, tmp_path: Path) -> None:
    source = FolderSource(path=tmp_path, most_bytes=MOST_BYTES, settle=0)
    _killed_everywhere(desk, source, lambda document: _drop(tmp_path, f"{uuid4()}.pdf", document))
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == [".invoices-watch.lock"]
    assert len(list((tmp_path / "done").iterdir())) == len(desk.items(source))


def _drop(folder: Path, name: str, content: bytes) -> None:
    (folder / name).write_bytes(content)


@pytest.mark.parametrize("afterwards", ["move", "tag"])
def test_killed_at_every_step_each_object_is_one_invoice(desk: Desk, afterwards: Any) -> None:
    source = _bucket_source(desk, afterwards=afterwards)
    _killed_everywhere(desk, source, lambda document: _put(source, f"{uuid4()}.pdf", document))
    count = len(desk.items(source))
    assert (len(_keys(source, "")), len(_keys(source, "done/"))) == ((0, count) if afterwards == "move" else (count, 0))


def _bucket_source(desk: Desk, **options: Any) -> BucketSource:
    client = make_s3_client(desk.settings)
    if not client.bucket_exists("scans"):
        client.make_bucket("scans")
    source = BucketSource(
        client=client, server="s3", bucket="scans", prefix=f"in-{uuid4().hex}/", most_bytes=MOST_BYTES
    )
    return replace(source, **options)


def _put(source: BucketSource, name: str, content: bytes) -> None:
    source.client.put_object(source.bucket, source.prefix + name, io.BytesIO(content), len(content))


def _keys(source: BucketSource, below: str) -> list[str]:
    listed = source.client.list_objects(source.bucket, prefix=source.prefix + below, recursive=False)
    return [str(found.object_name).rpartition("/")[2] for found in listed if not found.is_dir]


def test_two_documents_of_one_content_are_told_as_duplicates_after_a_lost_answer(desk: Desk) -> None:
    """The answer to the first mail is lost; meanwhile the same document comes by another way."""
    source, other = desk.mailbox(), desk.mailbox()
    document = pdf(uuid4().hex)
    desk.deliver(source, mail_with(("a.pdf", document), ("b.pdf", document)))
    desk.deliver(other, mail_with(("a.pdf", document)))
    assert not _looks_until(desk, source, 6)  # behind the upload
    desk.look(other)
    desk.look(source)
    (item,), (later,) = desk.items(source), desk.items(other)
    assert [later["outcome"], item["outcome"]] in (["duplicate", "taken"], ["taken", "duplicate"])
    assert desk.has_once(document)


# Folders and buckets


def test_files_go_to_done_or_with_a_reason_to_failed(desk: Desk, tmp_path: Path) -> None:
    source = FolderSource(path=tmp_path, most_bytes=1000, settle=0)
    _drop(tmp_path, "good.pdf", pdf(uuid4().hex))
    _drop(tmp_path, "words.txt", b"no invoice")
    _drop(tmp_path, "large.pdf", b"%PDF-1.4\n" + bytes(2000))
    _drop(tmp_path, "half.pdf.part", b"%PDF-1.4\n")
    (tmp_path / "link.pdf").symlink_to("/etc/hostname")
    desk.look(source)
    assert sorted(path.name for path in (tmp_path / "done").iterdir()) == ["good.pdf"]
    assert sorted(path.name for path in (tmp_path / "failed").iterdir()) == [
        *("large.pdf", "large.pdf.reason.txt", "words.txt", "words.txt.reason.txt")
    ]
    assert (tmp_path / "failed" / "large.pdf.reason.txt").read_text() == "too-large\n"
    assert "unsupported-type" in (tmp_path / "failed" / "words.txt.reason.txt").read_text()
    assert {item["name"]: item["outcome"] for item in desk.items(source)} == {
        "good.pdf": "taken",
        "words.txt": "refused",
        "large.pdf": "skipped",
    }


def test_the_same_file_dropped_again_is_told_as_a_duplicate(desk: Desk, tmp_path: Path) -> None:
    source = FolderSource(path=tmp_path, most_bytes=MOST_BYTES, settle=0)
    document = pdf(uuid4().hex)
    for _ in range(2):
        _drop(tmp_path, "a.pdf", document)
        desk.look(source)
    assert desk.outcomes(source) == [("taken", None), ("duplicate", None)]
    assert sorted(path.name for path in (tmp_path / "done").iterdir()) == ["a-2.pdf", "a.pdf"]


def test_a_folder_that_another_program_watches_is_left_alone(desk: Desk, tmp_path: Path) -> None:
    source = FolderSource(path=tmp_path, most_bytes=MOST_BYTES, settle=0)
    with source.opened(), pytest.raises(SourceError) as refused, source.opened():
        pass
    assert refused.value.trouble is SourceTrouble.IN_USE


def test_objects_that_fail_have_a_reason_beside_them_and_an_earlier_one_of_the_name_stays(desk: Desk) -> None:
    source = _bucket_source(desk)
    for number in range(2):
        _put(source, "a.pdf", pdf(uuid4().hex))
        _put(source, "b.txt", b"no invoice, number %d" % number)
        desk.look(source)
    assert _keys(source, "") == []
    assert len(_keys(source, "done/")) == 2
    assert [key.endswith(".reason.txt") for key in _keys(source, "failed/")].count(True) == 2
    assert [item["outcome"] for item in desk.items(source)] == ["taken", "refused"] * 2


def test_objects_that_were_taken_may_be_deleted_and_those_that_were_not_are_kept(desk: Desk) -> None:
    source = _bucket_source(desk, afterwards="delete")
    _put(source, "a.pdf", pdf(uuid4().hex))
    _put(source, "b.txt", b"no invoice")
    desk.look(source)
    assert _keys(source, "") == _keys(source, "done/") == []
    assert _keys(source, "failed/") == ["b.txt", "b.txt.reason.txt"]


# Troubles


def test_while_nothing_can_be_uploaded_a_mail_waits_and_no_attempt_counts(desk: Desk) -> None:
    source, document = desk.mailbox(), pdf(uuid4().hex)
    desk.deliver(source, mail_with(("a.pdf", document)))
    away = replace(desk, settings=desk.settings.model_copy(update={"upload_url": f"http://127.0.0.1:{choose_port()}"}))
    for _ in range(7):
        with pytest.raises(UnavailableError):
            away.look(source)
    (item,) = desk.items(source)
    assert (item["outcome"], item["attempts"]) == ("pending", 0)
    desk.look(source)
    assert desk.outcomes(source) == [("taken", None)]


def test_a_mail_that_breaks_the_upload_does_not_hold_up_the_others(desk: Desk) -> None:
    source, document = desk.mailbox(), pdf(uuid4().hex)
    desk.deliver(source, mail_with(("a.pdf", pdf(uuid4().hex)), subject="breaks", message_id=None))
    desk.deliver(source, mail_with(("a.pdf", document), message_id=None))

    def answer(request: httpx.Request) -> httpx.Response:
        if b"breaks" in request.content:
            return httpx.Response(500, json={"code": "internal-error"})
        return httpx.Response(202, json=[{"filename": "a.pdf", "invoice_id": 1, "status": "processing"}])

    with httpx.Client(transport=httpx.MockTransport(answer)) as client:
        broken = replace(desk, client=client)
        for _ in range(4):
            with pytest.raises(UploadBrokeError):
                broken.look(source)
        broken.look(source)
    assert desk.outcomes(source) == [("refused", "upload-failed"), ("taken", None)]


def test_a_mail_that_goes_before_it_is_taken_is_told_as_vanished(desk: Desk) -> None:
    source = desk.mailbox()
    desk.deliver(source, mail_with(("a.pdf", pdf(uuid4().hex))))
    assert not _looks_until(desk, source, 2)  # begun
    with desk.imap.mailbox(source.address.folder) as box:
        box.delete("1")
    desk.look(source)
    assert desk.outcomes(source) == [("skipped", "vanished")]


@pytest.mark.parametrize(
    ("wrong", "trouble"),
    [
        ({"secret": lambda: "not the password"}, SourceTrouble.LOGIN_REFUSED),
        ({"secret": lambda: Path("/nowhere/token").read_text()}, SourceTrouble.SECRET_NOT_READABLE),
        ({"ca_file": None}, SourceTrouble.CERTIFICATE_REFUSED),
    ],
)
def test_a_wrong_setting_is_told_as_what_it_is(desk: Desk, wrong: Mapping[str, Any], trouble: SourceTrouble) -> None:
    with pytest.raises(SourceError) as refused, desk.mailbox(**wrong).opened():
        pass
    assert refused.value.trouble is trouble
    assert PASSWORD not in str(refused.value)


def test_a_folder_that_is_not_there_and_a_server_that_does_not_answer_are_told(desk: Desk) -> None:
    source = desk.mailbox()
    for address, trouble in (
        (replace(source.address, folder="Nowhere"), SourceTrouble.NOT_FOUND),
        (replace(source.address, port=choose_port()), SourceTrouble.NOT_REACHABLE),
        (replace(source.address, host="127.0.0.1"), SourceTrouble.CERTIFICATE_REFUSED),  # it is for localhost
    ):
        with pytest.raises(SourceError) as refused, replace(source, address=address).opened():
            pass
        assert refused.value.trouble is trouble


def test_starttls_and_an_access_token_open_a_mailbox(desk: Desk) -> None:
    source = desk.mailbox()
    starttls = replace(source.address, secure=False, port=desk.imap.starttls_port)
    for changed in ({"address": starttls}, {"auth": "xoauth2"}):
        with replace(source, **changed).opened() as session:
            assert list(session.look(desk.taking(source).store)) == []
