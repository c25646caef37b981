"""The table of export templates."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, delete, func, insert, select, update

from shared.adapters.database import advisory_lock, database_now, transaction
from shared.adapters.tables import export_templates
from shared.errors import AppError, ErrorCode

MOST_TEMPLATES = 100


class TooManyTemplatesError(AppError):
    """All of them are listed at once."""

    code = ErrorCode.TOO_MANY_TEMPLATES
    status = 409
    message = f"There are {MOST_TEMPLATES} export templates already; no more can be kept."


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportTemplates:
    """The saved templates; a row is `{"name", "format", "body"}`."""

    engine: Engine

    def all(self) -> list[dict[str, Any]]:
        """Every template, by name."""
        with transaction(self.engine) as connection:
            rows = connection.execute(select(*_SHOWN).order_by(export_templates.c.name)).mappings()
            return [dict(row) for row in rows]

    def get(self, name: str) -> dict[str, Any] | None:
        """One template."""
        with transaction(self.engine) as connection:
            row = connection.execute(select(*_SHOWN).where(export_templates.c.name == name)).mappings().one_or_none()
        return None if row is None else dict(row)

    def save(self, name: str, *, format_: str, body: str, actor: str) -> None:
        """Keep it, in the place of an earlier one. Raises TooManyTemplatesError."""
        with advisory_lock(self.engine, "export-templates") as connection, connection.begin():
            values = {"format": format_, "body": body, "updated_at": database_now(connection), "updated_by": actor}
            of_name = export_templates.c.name == name
            if connection.scalar(select(export_templates.c.name).where(of_name)) is not None:
                connection.execute(update(export_templates).where(of_name).values(**values))
                return
            if connection.execute(select(func.count()).select_from(export_templates)).scalar_one() >= MOST_TEMPLATES:
                raise TooManyTemplatesError
            connection.execute(insert(export_templates).values(name=name, **values))

    def remove(self, name: str) -> bool:
        """Whether there was one."""
        with transaction(self.engine) as connection:
            return bool(connection.execute(delete(export_templates).where(export_templates.c.name == name)).rowcount)


_SHOWN = tuple(export_templates.c[name] for name in ("name", "format", "body"))
