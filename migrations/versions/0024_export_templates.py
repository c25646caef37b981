"""Export templates that an admin has saved.

Functions of the version before know none. The statement can be repeated.
"""

from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        CREATE TABLE IF NOT EXISTS export_templates (
            name VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
            format VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
            body MEDIUMTEXT NOT NULL,
            updated_at DATETIME(6) NOT NULL,
            updated_by VARCHAR(100) NOT NULL,
            CONSTRAINT pk_export_templates PRIMARY KEY (name)
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
    """)


def downgrade() -> None:
    op.execute("DROP TABLE IF EXISTS export_templates")
