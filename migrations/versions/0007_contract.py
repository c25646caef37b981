"""The end of the move that revision 0006 began: the old columns of `invoices` go, and with them what served them.

It runs with the next migration after 0006, when no function of the version before is left (migrations/releases.py).
"""

from alembic import op

from migrations.releases import ensure_replaced
from shared.adapters.recount import repair
from shared.adapters.search_filling import fill_without_texts

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_JSON = ("preview_data", "final_data", "evidence", "checks", "agent_response")


def upgrade() -> None:
    ensure_replaced(since="0006")
    op.execute("DROP TRIGGER IF EXISTS carry_over_documents")
    dropped = ", ".join(f"DROP COLUMN IF EXISTS {name}" for name in _JSON)
    # At once; the space is freed when the table is rebuilt (docs/operations.md).
    op.execute(f"ALTER TABLE invoices {dropped}, ALGORITHM=INSTANT")
    # Functions of the version before change invoices without counting them, and write nothing into the index.
    repair(op.get_bind().engine)
    fill_without_texts(op.get_bind().engine)


def downgrade() -> None:
    """The columns are empty until the downgrade to 0005 fills them."""
    added = ", ".join(f"ADD COLUMN IF NOT EXISTS {name} JSON" for name in _JSON)
    op.execute(f"ALTER TABLE invoices {added}")
