"""The closed sets hold together: roles, actions, audit events and document types."""

import pytest

from functions.extract.model.errors import ModelAnswerError, ModelSetupError
from shared.adapters.picture_process import FORMATS
from shared.domain.access import GRANTED, NEEDED, ApiAction, Permission, Role, actions_of
from shared.domain.audit import EVENT_DATA, FAILED, FINISHED, POSTPONED, STARTED, AuditEventType, ensure_declared
from shared.domain.document_types import DOCUMENT_FORMATS, DocumentType, accepted_in_words, type_of_extension
from shared.domain.finding_codes import FindingCode
from shared.domain.lifecycle import Stage
from shared.errors import AppError, UnavailableError


def test_every_action_has_a_permission_that_somebody_has() -> None:
    assert set(NEEDED) == set(ApiAction)
    assert set(GRANTED) == set(Role)
    assert all(any(permission in granted for granted in GRANTED.values()) for permission in NEEDED.values())
    assert Permission.PUBLIC not in NEEDED.values()


def test_a_reviewer_may_confirm_but_not_delete() -> None:
    assert ApiAction.CONFIRM in actions_of(Role.REVIEWER)
    assert ApiAction.DELETE not in actions_of(Role.REVIEWER)
    assert actions_of(Role.ADMIN) == list(ApiAction)
    assert actions_of(Role.VIEWER) == [ApiAction.EXPORT]


def test_every_audit_event_declares_its_data() -> None:
    assert set(EVENT_DATA) == set(AuditEventType)
    for types in (STARTED, FINISHED, POSTPONED, FAILED):
        assert set(types) == set(Stage)
    for types, name in ((STARTED, "started"), (FINISHED, "finished"), (POSTPONED, "postponed"), (FAILED, "failed")):
        assert {stage: f"{stage}.{name}" for stage in Stage} == types


def test_data_that_no_client_knows_of_is_a_fault() -> None:
    ensure_declared(AuditEventType.DELETED, None)
    ensure_declared(AuditEventType.OCR_STARTED, {"attempt": 1})
    with pytest.raises(TypeError, match="colour"):
        ensure_declared(AuditEventType.OCR_STARTED, {"attempt": 1, "colour": "red"})


def test_every_document_type_has_its_names() -> None:
    assert set(DOCUMENT_FORMATS) == set(DocumentType)
    endings = [ending for one in DOCUMENT_FORMATS.values() for ending in one.extensions]
    assert len(endings) == len(set(endings))
    assert all(ending.startswith(".") and ending == ending.lower() for ending in endings)
    assert type_of_extension(".HEIC") is DocumentType.HEIC
    assert type_of_extension(".exe") is None


def test_the_sentence_names_every_type() -> None:
    assert accepted_in_words() == (
        "a PDF, a JPEG, PNG, TIFF, WebP, HEIC, AVIF, GIF or BMP picture, an XML e-invoice, "
        "a signed XML e-invoice (.p7m), an e-mail with one attached (.eml), or an archive of them (.zip)"
    )


def test_every_picture_type_has_a_decoder() -> None:
    assert set(FORMATS) == {kind for kind in DocumentType if kind.is_picture}


def _kinds(error: type[AppError]) -> list[type[AppError]]:
    return [error, *(inner for child in error.__subclasses__() for inner in _kinds(child))]


@pytest.mark.parametrize("error", [*_kinds(ModelSetupError), *_kinds(ModelAnswerError), UnavailableError])
def test_every_reason_to_do_without_the_model_is_a_finding(error: type[AppError]) -> None:
    assert FindingCode(error.code)
