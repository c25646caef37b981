"""The names of the operations in the OpenAPI document, of which clients are generated, and their summaries."""

from collections.abc import Mapping
from typing import Any

from werkzeug.routing import Map

from functions.api.openapi_errors import documented_endpoints

OPERATION_IDS: Mapping[str, str] = {
    "uploads.upload": "uploadInvoices",
    "data.confirmed": "listConfirmedInvoices",
    "data.totals": "getTotals",
    "data.withdrawn": "listWithdrawnInvoices",
    "data.export": "exportInvoices",
    "data.statistics": "getStatistics",
    "exports.list_exports": "listExports",
    "exports.create_export": "createExport",
    "exports.get_export": "getExport",
    "exports.undo_export": "undoExport",
    "exports.export_file": "downloadExport",
    "export_templates.list_templates": "listExportTemplates",
    "export_templates.save_template": "saveExportTemplate",
    "export_templates.try_template": "tryExportTemplate",
    "export_templates.remove_template": "removeExportTemplate",
    "payments.list_payments": "listPayments",
    "payments.create_payment": "createPayment",
    "payments.get_payment": "getPayment",
    "payments.undo_payment": "undoPayment",
    "payments.payment_file": "downloadPayment",
    "invoices.list_invoices": "listInvoices",
    "invoices.status_summary": "countInvoices",
    "invoices.get_invoice": "getInvoice",
    "invoices.delete_invoice": "deleteInvoice",
    "invoices.get_neighbours": "getNeighbours",
    "documents.download": "downloadDocument",
    "documents.text": "getText",
    "documents.page_image": "getPageImage",
    "attachments.list_attachments": "listAttachments",
    "attachments.download_attachment": "downloadAttachment",
    "expressed.express": "expressInvoice",
    "review.confirm": "confirmInvoice",
    "review.reopen": "reopenInvoice",
    "review.mark_exported": "markExported",
    "review.reject": "rejectInvoice",
    "review.postpone": "postponeInvoice",
    "review.tell_apart": "tellApart",
    "review.label": "labelInvoice",
    "review.split": "splitInvoice",
    "bookings.list_booking_values": "listBookingValues",
    "unlocking.unlock": "unlockInvoice",
    "review.retry": "retryInvoice",
    "review.correct": "correctInvoice",
    "review.audit_trail": "listEvents",
    "review.versions": "listVersions",
    "intake.list_intake": "listIntake",
    "live.events": "followChanges",
    "changes.list_changes": "listChanges",
    "session.me": "getMe",
    "keys.list_keys": "listKeys",
    "keys.create_key": "createKey",
    "keys.revoke_key": "revokeKey",
    "companies.list_companies": "listCompanies",
    "companies.add_company": "addCompany",
    "companies.get_company": "getCompany",
    "companies.remove_company": "removeCompany",
    "companies.change_company": "changeCompany",
    "sellers.list_sellers": "listSellers",
    "sellers.get_seller": "getSeller",
    "sellers.export_sellers": "exportSellers",
    "sellers.import_file": "importSellers",
    "sellers.change_seller": "changeSeller",
    "sellers.merge_sellers": "mergeSellers",
    "sellers.split_seller": "splitSeller",
    "sellers.forget_seller": "forgetSeller",
    "sellers.remove_seller": "removeSeller",
    "webhooks.list_webhooks": "listWebhooks",
    "webhooks.add_webhook": "addWebhook",
    "webhooks.get_webhook": "getWebhook",
    "webhooks.change_webhook": "changeWebhook",
    "webhooks.remove_webhook": "removeWebhook",
    "webhooks.rotate_secret": "rotateWebhookSecret",
    "webhooks.send_test": "testWebhook",
    "webhooks.list_deliveries": "listDeliveries",
    "webhooks.replay": "replayWebhook",
    "automation.get_automation": "getAutomation",
    "automation.set_automation": "setAutomation",
    "automation.list_seller_switches": "listSellerSwitches",
    "automation.switch_seller": "switchSeller",
    "operations.healthz": "getLiveness",
    "operations.readyz": "getReadiness",
    "operations.metrics": "getMetrics",
}
"""Endpoint -> the id of its operation. Clients are generated from these: they stay as they are."""


def name_operations(document: dict[str, Any], routes: Map) -> None:
    """Sets `operationId` of every operation; its summary is one sentence, whose description has all of them. Raises
    KeyError for an endpoint without a name."""
    endpoints = documented_endpoints(routes)
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            operation["operationId"] = OPERATION_IDS[endpoints[path, method]]
            # flask-openapi3 ends lines of a docstring as HTML does.
            said = f"{operation.get('summary', '')} {operation.get('description', '')}".replace("<br/>", " ")
            whole = " ".join(said.split())
            operation["summary"] = whole.partition(". ")[0].removesuffix(".")
            operation["description"] = whole
