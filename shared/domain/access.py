"""Who may do what: roles, the permissions they grant, and the actions a client may offer."""

from collections.abc import Mapping
from enum import StrEnum

from shared.domain.audit import RETENTION, SYSTEM
from shared.domain.automation import AUTO_ACTOR
from shared.domain.intake import ACTOR as INTAKE


class Role(StrEnum):
    """The role of an API key; each includes the read access that its work needs."""

    VIEWER = "viewer"
    UPLOADER = "uploader"
    REVIEWER = "reviewer"
    ADMIN = "admin"


class Permission(StrEnum):
    """The permission that an endpoint requires; PUBLIC requires no key."""

    PUBLIC = "public"
    READ = "read"
    UPLOAD = "upload"
    REVIEW = "review"
    ADMINISTER = "administer"


class ApiAction(StrEnum):
    """An action that a client may offer. `/api/me` lists those of the caller, so clients need no rules of their own."""

    UPLOAD = "upload"
    CORRECT = "correct"
    CONFIRM = "confirm"
    REJECT = "reject"
    RETRY = "retry"
    REOPEN = "reopen"
    SPLIT = "split"
    POSTPONE = "postpone"
    TELL_APART = "tell_apart"
    LABEL = "label"
    UNLOCK = "unlock"
    DELETE = "delete"
    EXPORT = "export"
    MARK_EXPORTED = "mark_exported"
    SEE_INTAKE = "see_intake"
    PAY = "pay"
    MANAGE_KEYS = "manage_keys"
    MANAGE_COMPANIES = "manage_companies"
    MANAGE_SELLERS = "manage_sellers"
    MANAGE_AUTOMATION = "manage_automation"
    MANAGE_TEMPLATES = "manage_templates"
    MANAGE_WEBHOOKS = "manage_webhooks"


GRANTED: Mapping[Role, frozenset[Permission]] = {
    Role.VIEWER: frozenset({Permission.READ}),
    Role.UPLOADER: frozenset({Permission.READ, Permission.UPLOAD}),
    Role.REVIEWER: frozenset({Permission.READ, Permission.UPLOAD, Permission.REVIEW}),
    Role.ADMIN: frozenset({Permission.READ, Permission.UPLOAD, Permission.REVIEW, Permission.ADMINISTER}),
}

NEEDED: Mapping[ApiAction, Permission] = {
    ApiAction.UPLOAD: Permission.UPLOAD,
    ApiAction.CORRECT: Permission.REVIEW,
    ApiAction.CONFIRM: Permission.REVIEW,
    ApiAction.REJECT: Permission.REVIEW,
    ApiAction.RETRY: Permission.REVIEW,
    ApiAction.REOPEN: Permission.REVIEW,
    ApiAction.SPLIT: Permission.REVIEW,
    ApiAction.POSTPONE: Permission.REVIEW,
    ApiAction.TELL_APART: Permission.REVIEW,
    ApiAction.LABEL: Permission.REVIEW,
    ApiAction.UNLOCK: Permission.REVIEW,
    ApiAction.DELETE: Permission.ADMINISTER,
    ApiAction.EXPORT: Permission.READ,
    ApiAction.MARK_EXPORTED: Permission.REVIEW,  # it decides what the next export of new ones leaves out
    ApiAction.SEE_INTAKE: Permission.REVIEW,  # senders and subjects of mails, also of those that are no invoices
    ApiAction.PAY: Permission.REVIEW,  # who confirms says where money goes
    ApiAction.MANAGE_KEYS: Permission.ADMINISTER,
    ApiAction.MANAGE_COMPANIES: Permission.ADMINISTER,
    ApiAction.MANAGE_SELLERS: Permission.REVIEW,  # confirming teaches; so who may teach may say what was wrong
    ApiAction.MANAGE_AUTOMATION: Permission.ADMINISTER,
    ApiAction.MANAGE_TEMPLATES: Permission.ADMINISTER,
    ApiAction.MANAGE_WEBHOOKS: Permission.ADMINISTER,
}
"""The permission that each action requires."""


_NOT_A_PERSON = frozenset({AUTO_ACTOR, INTAKE, RETENTION, SYSTEM})
"""Names in the audit trail that are no caller's."""


def is_reserved_name(name: str) -> bool:
    """Whether a key of this name would make a person look like the system."""
    return name.strip().casefold() in _NOT_A_PERSON


def actions_of(role: Role) -> list[ApiAction]:
    """What a key of this role may do, in the order of the enum."""
    return [action for action in ApiAction if NEEDED[action] in GRANTED[role]]
