"""The table of our own companies."""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, delete, func, insert, select, update

from shared.adapters.database import advisory_lock, database_now, transaction
from shared.adapters.tables import companies
from shared.domain.companies import OwnCompanies, OwnCompany
from shared.errors import AppError, BadRequestError, ErrorCode

MOST_COMPANIES = 1000


class CompanyNotFoundError(AppError):
    """No such company."""

    code = ErrorCode.COMPANY_NOT_FOUND
    status = 404
    message = "There is no such company."


class TooManyCompaniesError(AppError):
    """Every invoice is compared with all of them."""

    code = ErrorCode.TOO_MANY_COMPANIES
    status = 409
    message = f"There are {MOST_COMPANIES} own companies already; no more can be kept."


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """What is known of an own company; numbers without blanks and hyphens, each once."""

    id: int
    name: str
    vat_ids: list[str]
    tax_ids: list[str]
    addresses: list[str]
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyRegister:
    """The own companies as they are listed, added, changed and removed."""

    engine: Engine

    def all(self) -> list[Company]:
        """Every company, by name."""
        with transaction(self.engine) as connection:
            rows = connection.execute(select(companies).order_by(companies.c.name, companies.c.id)).mappings()
            return [Company(**row) for row in rows]

    def get(self, company_id: int) -> Company:
        """One company. Raises CompanyNotFoundError."""
        with transaction(self.engine) as connection:
            return _one(connection, company_id)

    def add(self, values: Mapping[str, Any]) -> Company:
        """A new company. Raises TooManyCompaniesError."""
        with (
            advisory_lock(self.engine, "companies") as connection,
            connection.begin(),
        ):
            count = connection.execute(select(func.count()).select_from(companies)).scalar_one()
            if count >= MOST_COMPANIES:
                raise TooManyCompaniesError
            now = database_now(connection)
            inserted = connection.execute(insert(companies).values(**values, created_at=now, updated_at=now))
            return _one(connection, int(inserted.lastrowid))

    def change(self, company_id: int, values: Mapping[str, Any]) -> Company:
        """The company with these values changed. Raises CompanyNotFoundError."""
        with transaction(self.engine) as connection:
            changed = {**values, "updated_at": database_now(connection)}
            connection.execute(update(companies).where(companies.c.id == company_id).values(**changed))
            return _one(connection, company_id)

    def remove(self, company_id: int) -> None:
        """Remove the company. Raises CompanyNotFoundError."""
        with transaction(self.engine) as connection:
            if not connection.execute(delete(companies).where(companies.c.id == company_id)).rowcount:
                raise CompanyNotFoundError


def _one(connection: Connection, company_id: int) -> Company:
    row = connection.execute(select(companies).where(companies.c.id == company_id)).mappings().one_or_none()
    if row is None:
        raise CompanyNotFoundError
    return Company(**row)


def ensure_company(connection: Connection, company_id: int) -> None:
    """Raises BadRequestError for the parameter `company` if there is no such company."""
    if connection.scalar(select(companies.c.id).where(companies.c.id == company_id)) is None:
        problem = f"there is no own company of the id {company_id}"
        raise BadRequestError(f"company: {problem}.", details=[{"parameter": "company", "message": problem}])


def load_own_companies(connection: Connection) -> OwnCompanies:
    """All of them, as invoices are compared with them."""
    rows = connection.execute(
        select(companies.c.id, companies.c.name, companies.c.vat_ids, companies.c.tax_ids).order_by(companies.c.id)
    )
    return OwnCompanies(tuple(OwnCompany(row.name, (*row.vat_ids, *row.tax_ids), row.id) for row in rows))


@dataclass(slots=True, kw_only=True)
class RecentCompanies:
    """The own companies for a process that asks with every invoice: read again after `seconds`."""

    engine: Engine
    seconds: float = 5.0
    _read_at: float = field(default=float("-inf"), init=False)
    _companies: OwnCompanies = field(default_factory=OwnCompanies, init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)

    def __call__(self) -> OwnCompanies:
        """Them as they were at most so many seconds ago. Raises UnavailableError."""
        with self._lock:
            if time.monotonic() - self._read_at >= self.seconds:
                with transaction(self.engine) as connection:
                    self._companies = load_own_companies(connection)
                self._read_at = time.monotonic()
            return self._companies
