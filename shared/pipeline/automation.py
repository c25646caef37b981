"""Confirms an invoice without a person, in the transaction that stores what was read of it. Pure.

There is nothing between the two that a process could be killed in: either both are written, or neither, and then the
extraction is repeated.
"""

from functools import partial

from shared.domain.automation import is_chosen
from shared.domain.blockers import blockers
from shared.domain.checks import check_invoice
from shared.domain.finding_codes import Scope
from shared.domain.findings import Finding
from shared.domain.invoice import InvoiceData
from shared.pipeline.confirming import confirmed, evidence_of
from shared.pipeline.reviews import ReviewedInvoice, Rule, unchanged
from shared.pipeline.updates import InvoiceUpdate


def confirm_automatically(invoice: ReviewedInvoice, *, read_again: bool = False) -> InvoiceUpdate | None:
    """The invoice, which was read a moment ago, becomes confirmed, or what blocks that is written to it. None where
    automatic confirmation is off.

    Its seller is locked, and what its other invoices say is read behind that: of two copies that are read at once only
    one is confirmed.
    """
    data = InvoiceData.model_validate(invoice.preview_data)
    automation = invoice.automation(data)
    if automation is None:
        return None
    evidence = evidence_of(invoice)
    read = [Finding.model_validate(one) for one in invoice.checks or []]
    findings = [
        *(found for found in read if found.scope is Scope.DOCUMENT),
        *check_invoice(data, evidence=evidence, history=invoice.history(data), today=invoice.now.date()),
    ]
    policy = automation.policy
    found = blockers(
        data,
        evidence,
        findings,
        automation.known,
        policy,
        chosen=is_chosen(invoice.invoice_id, seed=automation.seed, share=policy.person_share),
        read_again=read_again,
    )
    columns = {"blockers": [one.model_dump(mode="json") for one in found]}
    if found:
        waiting = {**columns, "updated_at": invoice.now}
        return InvoiceUpdate(before=invoice.counted, columns=waiting, event=None, change=unchanged(invoice).change)
    return confirmed(invoice, data, evidence, findings, columns=columns, automatic=True)


def automation_of(*, read_again: bool) -> Rule:
    """The rule for an invoice; `read_again`: a person asked for that."""
    return partial(confirm_automatically, read_again=read_again)
