"""What is decided about automatic confirmation, and what is known of a seller that it is decided by."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, bindparam, delete, select
from sqlalchemy.dialects.mysql import insert

from shared.adapters.database import database_now, transaction
from shared.adapters.sellers import hold, hold_unmerged
from shared.adapters.tables import automation, automation_sellers, invoices, seller_keys, seller_lessons
from shared.domain.automation import AutomationPolicy
from shared.domain.blockers import ConfirmedBefore, SellerKnowledge
from shared.domain.companies import OwnCompanies
from shared.domain.invoice import InvoiceData
from shared.domain.sellers import DECISIVE, SellerKeyKind
from shared.pipeline.reviews import Automation

_THE_ONE = 1
"""The id of the only row of `automation`."""

_MOST_CONFIRMED = 200
"""Of the seller, the newest that a person confirmed."""

_MOST_KEYS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPolicy:
    """The policy, and who set it when; null: nobody ever did."""

    policy: AutomationPolicy
    updated_at: datetime | None
    updated_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SellerSwitch:
    """A seller's own switch; `enabled` is null where it has none."""

    seller_id: int
    name: str
    enabled: bool | None
    updated_at: datetime | None
    updated_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AutomationSettings:
    """The settings as they are shown and changed."""

    engine: Engine

    def policy(self) -> StoredPolicy:
        """The policy, which says that nothing is confirmed automatically unless somebody set another."""
        with transaction(self.engine) as connection:
            row = connection.execute(select(automation)).one_or_none()
        if row is None:
            return StoredPolicy(policy=AutomationPolicy(), updated_at=None, updated_by=None)
        policy = AutomationPolicy.model_validate(row.policy)
        return StoredPolicy(policy=policy, updated_at=row.updated_at, updated_by=row.updated_by)

    def set_policy(self, policy: AutomationPolicy, *, actor: str) -> StoredPolicy:
        """From now on this is the policy. What is being confirmed at this moment is waited for: nothing is confirmed by
        the former policy once this has returned."""
        with transaction(self.engine) as connection:
            now = database_now(connection)
            values = {"policy": policy.model_dump(mode="json"), "updated_at": now, "updated_by": actor}
            new = insert(automation).values(id=_THE_ONE, seed=secrets.token_hex(32), **values)
            connection.execute(new.on_duplicate_key_update(**values))
        return StoredPolicy(policy=policy, updated_at=now, updated_by=actor)

    def set_seller(self, seller_id: int, enabled: bool | None, *, actor: str) -> SellerSwitch | None:
        """Switch a seller on or off, or let it follow the policy again. None: there is no such seller, or it has become
        part of another. What is being confirmed of it at this moment is waited for."""
        with transaction(self.engine) as connection:
            seller = hold_unmerged(connection, seller_id)
            if seller is None:
                return None
            name = seller.name
            if enabled is None:
                connection.execute(delete(automation_sellers).where(automation_sellers.c.seller_id == seller_id))
                return SellerSwitch(seller_id=seller_id, name=name, enabled=None, updated_at=None, updated_by=None)
            now = database_now(connection)
            values = {"enabled": enabled, "updated_at": now, "updated_by": actor}
            new = insert(automation_sellers).values(seller_id=seller_id, **values)
            connection.execute(new.on_duplicate_key_update(**values))
        return SellerSwitch(seller_id=seller_id, name=name, enabled=enabled, updated_at=now, updated_by=actor)


def is_automation_on(connection: Connection) -> bool:
    """Whether anything is confirmed automatically. Who has asked keeps it so until the transaction has ended."""
    policy = connection.execute(_POLICY).scalar()
    return policy is not None and AutomationPolicy.model_validate(policy).enabled


def automation_for(
    connection: Connection, invoice_id: int, data: InvoiceData, *, seller_id: int | None, companies: OwnCompanies
) -> Automation | None:
    """What the automatic confirmation of this invoice is decided by; None where it is off. Its seller is held."""
    row = connection.execute(_SETTINGS).one_or_none()
    if row is None or not (policy := AutomationPolicy.model_validate(row.policy)).enabled:
        return None
    buyer = companies.which(data.buyer)
    about_buyer: Mapping[str, Any] = {"company_id": buyer and buyer.id, "has_companies": bool(companies)}
    held = hold(connection, [seller_id]) if seller_id is not None else []
    if not held:
        return Automation(policy=policy, seed=row.seed, known=SellerKnowledge(**about_buyer))
    known = {"seller": seller_id, "without": invoice_id}
    return Automation(
        policy=policy,
        seed=row.seed,
        known=SellerKnowledge(
            keys=frozenset((SellerKeyKind(one.kind), one.key) for one in connection.execute(_KEYS, known)),
            confirmed=tuple(
                ConfirmedBefore(
                    untouched=not one.corrected,
                    company_id=one.company_id,
                    document_type=one.document_type,
                    currency=one.currency,
                    total=one.total_amount,
                )
                for one in connection.execute(_CONFIRMED, known)
            ),
            is_on=connection.execute(_SWITCH, known).scalar(),
            **about_buyer,
        ),
    )


# Built once: building one costs as much as executing it. Read with a lock, so that "off" means off: who changes the
# policy waits for whoever confirms by it.
_POLICY = select(automation.c.policy).with_for_update(read=True)
_SETTINGS = select(automation.c.policy, automation.c.seed)
_SWITCH = select(automation_sellers.c.enabled).where(automation_sellers.c.seller_id == bindparam("seller"))
_KEYS = (
    select(seller_keys.c.kind, seller_keys.c.key)
    .where(seller_keys.c.seller_id == bindparam("seller"), seller_keys.c.kind.in_(DECISIVE))
    .limit(_MOST_KEYS)
)
_CONFIRMED = (
    select(
        invoices.c.corrected,
        invoices.c.company_id,
        invoices.c.document_type,
        invoices.c.currency,
        invoices.c.total_amount,
    )
    .join(seller_lessons, seller_lessons.c.invoice_id == invoices.c.id)
    .where(
        seller_lessons.c.seller_id == bindparam("seller"),
        seller_lessons.c.layout.is_not(None),  # those that a person confirmed
        seller_lessons.c.invoice_id != bindparam("without"),
    )
    .order_by(seller_lessons.c.invoice_id.desc())
    .limit(_MOST_CONFIRMED)
)
