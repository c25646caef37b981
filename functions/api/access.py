"""The permission that each endpoint requires, and the errors of refused calls. Endpoints without a rule are closed."""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.domain.access import GRANTED, NEEDED, ApiAction, Permission, Role
from shared.errors import AppError, ErrorCode

ACTIONS: Mapping[str, ApiAction] = {
    "uploads.upload": ApiAction.UPLOAD,
    "review.correct": ApiAction.CORRECT,
    "review.confirm": ApiAction.CONFIRM,
    "review.reject": ApiAction.REJECT,
    "review.retry": ApiAction.RETRY,
    "review.reopen": ApiAction.REOPEN,
    "review.split": ApiAction.SPLIT,
    "review.postpone": ApiAction.POSTPONE,
    "review.tell_apart": ApiAction.TELL_APART,
    "review.label": ApiAction.LABEL,
    "unlocking.unlock": ApiAction.UNLOCK,
    "invoices.delete_invoice": ApiAction.DELETE,
    "data.export": ApiAction.EXPORT,
    "exports.export_file": ApiAction.EXPORT,
    "exports.create_export": ApiAction.MARK_EXPORTED,
    "exports.undo_export": ApiAction.MARK_EXPORTED,
    "review.mark_exported": ApiAction.MARK_EXPORTED,
    "intake.list_intake": ApiAction.SEE_INTAKE,
    "export_templates.save_template": ApiAction.MANAGE_TEMPLATES,
    "export_templates.try_template": ApiAction.MANAGE_TEMPLATES,
    "export_templates.remove_template": ApiAction.MANAGE_TEMPLATES,
    "payments.create_payment": ApiAction.PAY,
    "payments.payment_file": ApiAction.PAY,
    "payments.undo_payment": ApiAction.PAY,
    "keys.list_keys": ApiAction.MANAGE_KEYS,
    "keys.create_key": ApiAction.MANAGE_KEYS,
    "keys.revoke_key": ApiAction.MANAGE_KEYS,
    "webhooks.list_webhooks": ApiAction.MANAGE_WEBHOOKS,
    "webhooks.add_webhook": ApiAction.MANAGE_WEBHOOKS,
    "webhooks.get_webhook": ApiAction.MANAGE_WEBHOOKS,
    "webhooks.change_webhook": ApiAction.MANAGE_WEBHOOKS,
    "webhooks.remove_webhook": ApiAction.MANAGE_WEBHOOKS,
    "webhooks.rotate_secret": ApiAction.MANAGE_WEBHOOKS,
    "webhooks.send_test": ApiAction.MANAGE_WEBHOOKS,
    "webhooks.list_deliveries": ApiAction.MANAGE_WEBHOOKS,
    "webhooks.replay": ApiAction.MANAGE_WEBHOOKS,
    "automation.get_automation": ApiAction.MANAGE_AUTOMATION,
    "automation.set_automation": ApiAction.MANAGE_AUTOMATION,
    "automation.list_seller_switches": ApiAction.MANAGE_AUTOMATION,
    "automation.switch_seller": ApiAction.MANAGE_AUTOMATION,
    "companies.add_company": ApiAction.MANAGE_COMPANIES,
    "companies.change_company": ApiAction.MANAGE_COMPANIES,
    "companies.remove_company": ApiAction.MANAGE_COMPANIES,
    "sellers.export_sellers": ApiAction.EXPORT,
    "sellers.import_file": ApiAction.MANAGE_SELLERS,
    "sellers.change_seller": ApiAction.MANAGE_SELLERS,
    "sellers.merge_sellers": ApiAction.MANAGE_SELLERS,
    "sellers.split_seller": ApiAction.MANAGE_SELLERS,
    "sellers.forget_seller": ApiAction.MANAGE_SELLERS,
    "sellers.remove_seller": ApiAction.MANAGE_SELLERS,
}
"""Endpoint -> the action that it performs."""

RULES: Mapping[str, Permission] = {
    **{endpoint: NEEDED[action] for endpoint, action in ACTIONS.items()},
    "invoices.get_invoice": Permission.READ,
    "invoices.list_invoices": Permission.READ,
    "invoices.get_neighbours": Permission.READ,
    "invoices.status_summary": Permission.READ,
    "documents.download": Permission.READ,
    "documents.text": Permission.READ,
    "documents.page_image": Permission.READ,
    "attachments.list_attachments": Permission.READ,
    "attachments.download_attachment": Permission.READ,
    "expressed.express": Permission.READ,
    "review.audit_trail": Permission.READ,
    "review.versions": Permission.READ,
    "bookings.list_booking_values": Permission.READ,
    "data.confirmed": Permission.READ,
    "data.totals": Permission.READ,
    "data.withdrawn": Permission.READ,
    "data.statistics": Permission.READ,
    "exports.list_exports": Permission.READ,
    "exports.get_export": Permission.READ,
    "export_templates.list_templates": Permission.READ,
    "payments.list_payments": Permission.READ,
    "payments.get_payment": Permission.READ,
    "live.events": Permission.READ,
    "changes.list_changes": Permission.READ,
    "session.me": Permission.READ,
    "companies.list_companies": Permission.READ,
    "companies.get_company": Permission.READ,
    "sellers.list_sellers": Permission.READ,
    "sellers.get_seller": Permission.READ,
    "operations.healthz": Permission.PUBLIC,
    "operations.readyz": Permission.PUBLIC,
    "operations.metrics": Permission.READ,
    "docs.document": Permission.PUBLIC,
    "docs.page": Permission.PUBLIC,
    "docs.codes": Permission.PUBLIC,
    "docs.asset": Permission.PUBLIC,
}
"""Endpoint -> the permission that it requires."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """The caller of a request; the audit trail records the name. `key_id` is None for LOCAL_CALLER."""

    name: str
    role: Role
    key_id: int | None = None


LOCAL_CALLER = Caller(name="local", role=Role.ADMIN)
"""Every caller while AUTH=off, which restricts the system to this machine."""


class UnauthenticatedError(AppError):
    """The key is missing, unknown, expired or revoked."""

    code = ErrorCode.UNAUTHENTICATED
    status = 401
    message = "Please give a valid API key: 'Authorization: Bearer <key>' or 'X-API-Key: <key>'."


class ForbiddenError(AppError):
    """The key's role does not allow this."""

    code = ErrorCode.FORBIDDEN
    status = 403
    message = "The role of this API key does not allow this."


class TooManyFailuresError(AppError):
    """This client has tried too many wrong keys."""

    code = ErrorCode.TOO_MANY_FAILURES
    status = 429
    message = "Too many calls with a wrong API key. Please wait a minute."


class MisdirectedError(AppError):
    """AUTH=off, and the call does not come from this machine under one of its own names."""

    code = ErrorCode.MISDIRECTED_REQUEST
    status = 421
    message = "Without API keys (AUTH=off) only calls from this machine to a loopback address are allowed."


class CrossSiteError(AppError):
    """AUTH=off, and a page of another site requests a change."""

    code = ErrorCode.CROSS_SITE_REQUEST
    status = 403
    message = "Requests from pages of other sites are refused."


def permission_of(endpoint: str) -> Permission:
    """The rule of an endpoint. Raises ForbiddenError if there is none."""
    try:
        return RULES[endpoint]
    except KeyError as error:
        raise ForbiddenError from error


def ensure_may(caller: Caller, permission: Permission) -> None:
    """Raises ForbiddenError unless the caller's role has this permission."""
    if permission not in GRANTED[caller.role]:
        raise ForbiddenError(f"The role {caller.role} of this API key does not include the right to {permission}.")
