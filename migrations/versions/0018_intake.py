"""What the intake takes from, what came, and what became of each document in it.

Functions of the version before know nothing of it. All statements can be repeated, so an interrupted migration can be
run again.
"""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_STORED_AS = "ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci"
_ASCII = "CHARACTER SET ascii COLLATE ascii_bin"


def upgrade() -> None:
    op.execute(f"""
        CREATE TABLE IF NOT EXISTS intake_sources (
            id BIGINT NOT NULL AUTO_INCREMENT,
            name_key CHAR(64) {_ASCII} NOT NULL,
            kind VARCHAR(10) {_ASCII} NOT NULL,
            name VARCHAR(1000) NOT NULL,
            looked_at DATETIME(6),
            next_look_at DATETIME(6),
            trouble VARCHAR(30) {_ASCII},
            trouble_since DATETIME(6),
            failures INTEGER NOT NULL,
            epoch BIGINT,
            position BIGINT,
            CONSTRAINT pk_intake_sources PRIMARY KEY (id),
            CONSTRAINT uq_intake_sources_name_key UNIQUE (name_key)
        ) {_STORED_AS}
    """)
    op.execute(f"""
        CREATE TABLE IF NOT EXISTS intake_items (
            id BIGINT NOT NULL AUTO_INCREMENT,
            source_id BIGINT NOT NULL,
            item_key CHAR(64) {_ASCII} NOT NULL,
            content_key CHAR(64) {_ASCII},
            kind VARCHAR(10) {_ASCII} NOT NULL,
            outcome VARCHAR(20) {_ASCII} NOT NULL,
            reason VARCHAR(30) {_ASCII},
            attempts INTEGER NOT NULL,
            is_put_away BOOL NOT NULL,
            found_at DATETIME(6) NOT NULL,
            begun_at DATETIME(6) NOT NULL,
            finished_at DATETIME(6),
            size BIGINT,
            received_at DATETIME(6),
            name VARCHAR(1000),
            sender VARCHAR(320),
            subject VARCHAR(1000),
            message_id VARCHAR(1000),
            authentication JSON,
            CONSTRAINT pk_intake_items PRIMARY KEY (id),
            CONSTRAINT fk_intake_items_source_id FOREIGN KEY (source_id) REFERENCES intake_sources (id),
            UNIQUE INDEX ix_intake_items_source_id_item_key (source_id, item_key),
            INDEX ix_intake_items_source_id_content_key (source_id, content_key),
            INDEX ix_intake_items_kind_id (kind, id),
            INDEX ix_intake_items_outcome_id (outcome, id),
            INDEX ix_intake_items_kind_outcome_id (kind, outcome, id),
            INDEX ix_intake_items_found_at (found_at)
        ) {_STORED_AS}
    """)
    op.execute(f"""
        CREATE TABLE IF NOT EXISTS intake_parts (
            item_id BIGINT NOT NULL,
            number INTEGER NOT NULL,
            filename VARCHAR(255),
            status VARCHAR(20) {_ASCII} NOT NULL,
            invoice_id BIGINT,
            code VARCHAR(60) {_ASCII},
            CONSTRAINT pk_intake_parts PRIMARY KEY (item_id, number),
            CONSTRAINT fk_intake_parts_item_id FOREIGN KEY (item_id) REFERENCES intake_items (id) ON DELETE CASCADE,
            INDEX ix_intake_parts_invoice_id (invoice_id)
        ) {_STORED_AS}
    """)


def downgrade() -> None:
    op.execute("DROP TABLE IF EXISTS intake_parts")
    op.execute("DROP TABLE IF EXISTS intake_items")
    op.execute("DROP TABLE IF EXISTS intake_sources")
